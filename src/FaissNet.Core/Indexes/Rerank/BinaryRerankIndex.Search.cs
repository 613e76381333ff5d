using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class BinaryRerankIndex
{
    /// <summary>Vectors that are read from a source at a time.</summary>
    private const int SourceBlock = 256;

    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        RequireSource();
        Rescoring.Search(Base, RefineStore ?? this, options.RefineFactor ?? KFactor, queries, distances, ids, options);
    }

    private protected override RangeSearchResult<float> RangeSearchCore(Rows<float> queries, float radius, SearchOptions options)
    {
        RequireSource();
        return RefineStore?.RangeSearchInner(queries, radius, options) ?? RangeSearchSource(queries, radius, options);
    }

    private protected override void ReconstructCore(long id, Span<float> vector)
    {
        if (RefineStore is not null)
        {
            RefineStore.ReconstructInner(id, vector);
            return;
        }
        RequireSource();
        if (!Base.StoresIds && (ulong)id >= (ulong)Count)
            throw Guard.NoSuchId(id);
        Source!.Read([id], vector);
    }

    internal override unsafe void DistancesTo(float* query, ReadOnlySpan<long> ids, Span<float> distances, SearchOptions options)
    {
        if (RefineStore is not null)
        {
            RefineStore.DistancesTo(query, ids, distances, options);
            return;
        }
        using var vectors = new Scratch<float>(Math.Min(SourceBlock, ids.Length), Dimension);
        int start = 0;
        while (start < ids.Length)
        {
            ReadOnlySpan<long> rest = ids[start..];
            int rows = rest.IndexOf(-1) is var missing and >= 0 ? Math.Min(missing, SourceBlock) : Math.Min(rest.Length, SourceBlock);
            if (rows > 0)
            {
                Source!.Read(rest[..rows], vectors.Rows.Slice(0, rows).AsSpan());
                fixed (float* results = distances[start..])
                    Compare(query, vectors.Rows.Slice(0, rows), results);
            }
            start += Math.Max(1, rows);
        }
    }

    /// <summary>Every vector of the source that the index knows and the filter lets through, read once for all queries.</summary>
    private RangeSearchResult<float> RangeSearchSource(Rows<float> queries, float radius, SearchOptions options)
    {
        RangeHits<float>[] hits = RangeHits<float>.ForQueries(queries.Count);
        using var vectors = new Scratch<float>(SourceBlock, Dimension);
        var ids = new long[SourceBlock];
        long next = 0;
        while (queries.Count > 0 && NextIds(ref next, options.Filter, ids) is var count and > 0)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            Rows<float> rows = vectors.Rows.Slice(0, count);
            Source!.Read(ids.AsSpan(0, count), rows.AsSpan());
            ParallelRange.Run(
                new RangeJob(this, queries, rows, ids, radius, hits), queries.Count, 1, options.MaxDegreeOfParallelism, options.CancellationToken);
        }
        return RangeHits<float>.Concatenate(hits);
    }

    /// <returns>How many ids there are in this block; 0 behind the last vector.</returns>
    private int NextIds(ref long next, IdFilter? filter, long[] ids)
    {
        int count = 0;
        for (; next < Count && count < ids.Length; next++)
        {
            long id = Base is IdMapIndex map ? map.Ids[next][0] : next;
            if (filter?.Contains(id) != false)
                ids[count++] = id;
        }
        return count;
    }

    private unsafe void Compare(float* query, Rows<float> vectors, float* results)
    {
        if (Metric == Metric.L2)
            VectorDistance.L2SquaredToRows(query, vectors.Pointer, vectors.Count, Dimension, results);
        else
            VectorDistance.InnerProductToRows(query, vectors.Pointer, vectors.Count, Dimension, results);
    }

    /// <summary>Asked before a source is read: it must have what the index has.</summary>
    private void RequireSource()
    {
        if (Source is not null && !Base.StoresIds && Source.Count < Count)
            throw new InvalidOperationException($"The index holds {Count} vectors, but the source of their values only {Source.Count}.");
    }

    private readonly unsafe struct RangeJob(
        BinaryRerankIndex index, Rows<float> queries, Rows<float> vectors, long[] ids, float radius, RangeHits<float>[] hits) : IRangeJob
    {
        public void Run(long start, long end)
        {
            float* results = stackalloc float[SourceBlock];
            for (long q = start; q < end; q++)
            {
                index.Compare(queries.RowPointer(q), vectors, results);
                for (int i = 0; i < vectors.Count; i++)
                {
                    if (index.Metric == Metric.L2 ? results[i] < radius : results[i] > radius)
                        hits[q].Add(results[i], ids[i]);
                }
            }
        }
    }
}
