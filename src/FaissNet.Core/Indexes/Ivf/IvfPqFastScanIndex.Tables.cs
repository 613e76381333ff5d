using System.Numerics.Tensors;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class IvfPqFastScanIndex
{
    /// <summary>Bytes that the tables of all lists may take together; FAISS's number.</summary>
    private const long MaxPrecomputedBytes = 1L << 31;

    private readonly FastScanTables _tables = new();
    private AlignedBuffer<float>? _precomputed;

    /// <summary>Whether each list that a query visits has a table of its own, rather than a bias.</summary>
    private bool HasTablePerList => ByResidual && Metric == Metric.L2;

    private long TableLength => (long)M * FastScanTable.KSub;

    private protected override unsafe void OnTrained()
    {
        _tables.Forget();
        _precomputed?.Dispose();
        _precomputed = null;
        // What the tables complete is the L2 distance that the coarse search has found.
        bool useful = IsTrained && HasTablePerList && CoarseQuantizer.Metric == Metric.L2;
        if (!useful || TableLength * NList * sizeof(float) > MaxPrecomputedBytes)
            return;
        _precomputed = new AlignedBuffer<float>(TableLength * NList);
        FastScanTable table = _tables.Of(Quantizer);
        for (long list = 0; list < NList; list++)
            table.BuildPrecomputed(Centroids.RowPointer(list), _precomputed.Pointer + list * TableLength);
    }

    private protected override void DisposeCore()
    {
        _tables.Forget();
        _precomputed?.Dispose();
        base.DisposeCore();
    }

    /// <summary>The tables and the scale of a query, and its bias in each list.</summary>
    /// <param name="batch">Receives the tables.</param>
    /// <param name="q">The query's number there.</param>
    /// <param name="query">d values.</param>
    /// <param name="lists">The lists that it visits; −1 for none.</param>
    /// <param name="coarse">How far their centroids are.</param>
    /// <param name="biases">Receives what is added to the scores in each list.</param>
    /// <param name="mostCosts">Receives the sum of the largest costs in each list.</param>
    private unsafe void SetTables(
        in FastScanBatch batch, int q, float* query, ReadOnlySpan<long> lists, ReadOnlySpan<float> coarse, Span<int> biases, Span<int> mostCosts)
    {
        if (HasTablePerList)
        {
            SetTablesOfLists(batch, q, query, lists, coarse, biases, mostCosts);
            return;
        }
        _tables.Of(Quantizer).Build(query, Metric, batch.Table(0));
        float least = float.PositiveInfinity, most = float.NegativeInfinity;
        for (int i = 0; ByResidual && i < lists.Length; i++)
        {
            least = lists[i] >= 0 ? Math.Min(least, coarse[i]) : least;
            most = lists[i] >= 0 ? Math.Max(most, coarse[i]) : most;
        }
        FastScanSpan span = batch.Measure(0, ByResidual ? most - least : 0, 0);
        batch.Scale(q) = FastScanScale.ForSums(span.Entry, span.Sum, ByResidual ? span.Offset + least : span.Offset);
        mostCosts.Fill(batch.ToCosts(q, 0));
        for (int i = 0; i < lists.Length; i++)
            biases[i] = ByResidual && lists[i] >= 0 ? batch.Scale(q).Quantize(coarse[i], least) : 0;
    }

    /// <summary>The residuals of L2: what a list adds depends on the code.</summary>
    private unsafe void SetTablesOfLists(
        in FastScanBatch batch, int q, float* query, ReadOnlySpan<long> lists, ReadOnlySpan<float> coarse, Span<int> biases, Span<int> mostCosts)
    {
        using var offsets = new Scratch<float>(1, lists.Length);
        float least = float.PositiveInfinity;
        for (int i = 0; i < lists.Length; i++)
            least = lists[i] >= 0 ? Math.Min(least, BiasOf(coarse[i])) : least;
        BuildTablesOfLists(batch, query, lists);
        float entrySpan = 0, sumSpan = 0, leastOffset = float.PositiveInfinity;
        for (int i = 0; i < lists.Length; i++)
        {
            if (lists[i] < 0)
                continue;
            float bias = BiasOf(coarse[i]);
            FastScanSpan span = batch.Measure(i, bias - least, bias);
            entrySpan = Math.Max(entrySpan, span.Entry);
            sumSpan = Math.Max(sumSpan, span.Sum);
            leastOffset = Math.Min(leastOffset, span.Offset);
            offsets.Pointer[i] = span.Offset;
        }
        batch.Scale(q) = FastScanScale.ForSums(entrySpan, sumSpan, leastOffset);
        for (int i = 0; i < lists.Length; i++)
        {
            if (lists[i] < 0)
                continue;
            biases[i] = batch.Scale(q).Quantize(offsets.Pointer[i], leastOffset);
            mostCosts[i] = batch.ToCosts(q, i);
        }
    }

    /// <summary>Without tables of the lists, the distance to the centroid is in the tables of the query.</summary>
    private float BiasOf(float coarseDistance) => _precomputed is null ? 0 : coarseDistance;

    private unsafe void BuildTablesOfLists(in FastScanBatch batch, float* query, ReadOnlySpan<long> lists)
    {
        FastScanTable table = _tables.Of(Quantizer);
        using var products = new Scratch<float>(1, table.Length);
        using var residual = new Scratch<float>(1, Dimension);
        if (_precomputed is not null)
            table.Build(query, Metric.InnerProduct, products.Pointer);
        for (int i = 0; i < lists.Length; i++)
        {
            if (lists[i] < 0)
                continue;
            if (_precomputed is not null)
            {
                table.Complete(_precomputed.Pointer + lists[i] * TableLength, products.Pointer, batch.Table(i));
            }
            else
            {
                TensorPrimitives.Subtract(new ReadOnlySpan<float>(query, Dimension), Centroids[lists[i]], residual.Rows[0]);
                table.Build(residual.Pointer, Metric.L2, batch.Table(i));
            }
        }
    }
}
