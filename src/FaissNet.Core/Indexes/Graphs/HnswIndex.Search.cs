using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class HnswIndex
{
    /// <summary>Queries that one worker takes at a time at most.</summary>
    private const long MaxChunk = 16;

    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        if (Metric == Metric.L2)
            Run(new NearestJob<SmallestFirst>(this, queries, distances, ids, options), queries.Count, options);
        else
            Run(new NearestJob<LargestFirst>(this, queries, distances, ids, options), queries.Count, options);
    }

    /// <summary>As in FAISS, those inside the radius among the nodes that a search for efSearch candidates meets: not all that there are.</summary>
    private protected override RangeSearchResult<float> RangeSearchCore(Rows<float> queries, float radius, SearchOptions options)
    {
        RangeHits<float>[] hits = RangeHits<float>.ForQueries(queries.Count);
        if (Metric == Metric.L2)
            Run(new RangeJob<SmallestFirst>(this, queries, radius, hits, options), queries.Count, options);
        else
            Run(new RangeJob<LargestFirst>(this, queries, radius, hits, options), queries.Count, options);
        return RangeHits<float>.Concatenate(hits);
    }

    private protected override void ReconstructCore(long id, Span<float> vector) => _storage.ReconstructInner(id, vector);

    internal override unsafe void DistancesTo(float* query, ReadOnlySpan<long> ids, Span<float> distances, SearchOptions options)
        => _storage.DistancesTo(query, ids, distances, options);

    private static void Run<TJob>(TJob job, long queries, SearchOptions options)
        where TJob : IRangeJob
    {
        long chunk = Math.Clamp(queries / ParallelRange.Workers(options.MaxDegreeOfParallelism), 1, MaxChunk);
        ParallelRange.Run(job, queries, chunk, options.MaxDegreeOfParallelism, options.CancellationToken);
    }

    private readonly unsafe struct NearestJob<TOrder>(
        HnswIndex index, Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options) : IRangeJob
        where TOrder : struct, ITopKOrder<float>
    {
        public void Run(long start, long end)
        {
            int k = distances.Width;
            GraphSearcher searcher = index._searchers.TryRent() ?? new GraphSearcher();
            CodeScanner scanner = index._storage.RentScanner(options);
            var distance = new StorageDistance(scanner, index._storage.Codes);
            for (long q = start; q < end; q++)
            {
                float* scores = distances.RowPointer(q);
                long* found = ids.RowPointer(q);
                TopKHeap.Initialize<TOrder, float>(scores, found, k);
                scanner.SetQuery(queries.RowPointer(q));
                searcher.Search<TOrder, StorageDistance, NearestGraphResults<TOrder>>(
                    index.Graph, distance, options.EfSearch ?? index.EfSearch, k, options.Filter, new(scores, found, k));
                TopKHeap.Sort<TOrder, float>(scores, found, k);
            }
            index._storage.ReturnScanner(scanner);
            index._searchers.Return(searcher);
        }
    }

    private readonly unsafe struct RangeJob<TOrder>(
        HnswIndex index, Rows<float> queries, float radius, RangeHits<float>[] hits, SearchOptions options) : IRangeJob
        where TOrder : struct, ITopKOrder<float>
    {
        public void Run(long start, long end)
        {
            GraphSearcher searcher = index._searchers.TryRent() ?? new GraphSearcher();
            CodeScanner scanner = index._storage.RentScanner(options);
            var distance = new StorageDistance(scanner, index._storage.Codes);
            for (long q = start; q < end; q++)
            {
                scanner.SetQuery(queries.RowPointer(q));
                searcher.Search<TOrder, StorageDistance, RangeGraphResults<TOrder>>(
                    index.Graph, distance, options.EfSearch ?? index.EfSearch, 1, options.Filter, new(hits[q], radius));
            }
            index._storage.ReturnScanner(scanner);
            index._searchers.Return(searcher);
        }
    }
}
