using System.Numerics.Tensors;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Lists whose codes stand for the difference to the centroid c: L2 compares the codes with q − c; the inner product is ⟨q, c⟩, which the coarse search
/// has found, plus that of q with what the code stands for.
/// </summary>
/// <param name="inner">Compares a vector with codes.</param>
/// <param name="index">Has the centroids.</param>
internal sealed unsafe class ResidualScanner(CodeScanner inner, IvfIndex index) : CodeScanner(inner.Metric, inner.Layout)
{
    private readonly AlignedBuffer<float> _residual = new(index.Dimension);
    private float* _query;
    private float _bias;

    public override void SetQuery(float* query)
    {
        _query = query;
        if (Metric == Metric.InnerProduct)
            inner.SetQuery(query);
    }

    public override void SetList(long list, float coarseDistance)
    {
        if (Metric == Metric.InnerProduct)
        {
            _bias = coarseDistance;
            return;
        }
        int d = index.Dimension;
        TensorPrimitives.Subtract(new ReadOnlySpan<float>(_query, d), index.Centroids[list], _residual.Slice(0, d));
        inner.SetQuery(_residual.Pointer);
    }

    public override void Distances(byte* codes, int count, float* distances)
    {
        inner.Distances(codes, count, distances);
        if (_bias != 0)
        {
            var scores = new Span<float>(distances, count);
            TensorPrimitives.Add(scores, _bias, scores);
        }
    }

    public override void Dispose()
    {
        _residual.Dispose();
        inner.Dispose();
        base.Dispose();
    }
}
