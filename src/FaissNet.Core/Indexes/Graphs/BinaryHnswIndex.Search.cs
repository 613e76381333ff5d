using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class BinaryHnswIndex
{
    /// <summary>Queries that one worker takes at a time at most.</summary>
    private const long MaxChunk = 16;

    private protected override void SearchCore(Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
        => Run(new NearestJob(this, queries, distances, ids, options), queries.Count, options);

    /// <summary>As over floats, those inside the radius among the nodes that a search for efSearch candidates meets: not all that there are.</summary>
    private protected override RangeSearchResult<int> RangeSearchCore(Rows<byte> queries, int radius, SearchOptions options)
    {
        RangeHits<float>[] hits = RangeHits<float>.ForQueries(queries.Count);
        Run(new RangeJob(this, queries, radius, hits, options), queries.Count, options);
        RangeSearchResult<float> found = RangeHits<float>.Concatenate(hits);
        return new RangeSearchResult<int>(found.Limits, Array.ConvertAll(found.Distances, static distance => (int)distance), found.Ids);
    }

    private static void Run<TJob>(TJob job, long queries, SearchOptions options)
        where TJob : IRangeJob
    {
        long chunk = Math.Clamp(queries / ParallelRange.Workers(options.MaxDegreeOfParallelism), 1, MaxChunk);
        ParallelRange.Run(job, queries, chunk, options.MaxDegreeOfParallelism, options.CancellationToken);
    }

    private readonly unsafe struct NearestJob(
        BinaryHnswIndex index, Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int k = distances.Width;
            using var room = new Scratch<float>(1, k);
            float* scores = room.Pointer;
            GraphSearcher searcher = index._searchers.TryRent() ?? new GraphSearcher();
            for (long q = start; q < end; q++)
            {
                long* found = ids.RowPointer(q);
                TopKHeap.Initialize<SmallestFirst, float>(scores, found, k);
                searcher.Search<SmallestFirst, HammingDistance, NearestGraphResults<SmallestFirst>>(
                    index._graph, new HammingDistance(queries.RowPointer(q), index.Codes), options.EfSearch ?? index.EfSearch, k, options.Filter,
                    new(scores, found, k));
                TopKHeap.Sort<SmallestFirst, float>(scores, found, k);
                int* results = distances.RowPointer(q);
                for (int i = 0; i < k; i++)
                    results[i] = found[i] < 0 ? int.MaxValue : (int)scores[i];
            }
            index._searchers.Return(searcher);
        }
    }

    private readonly unsafe struct RangeJob(
        BinaryHnswIndex index, Rows<byte> queries, int radius, RangeHits<float>[] hits, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            GraphSearcher searcher = index._searchers.TryRent() ?? new GraphSearcher();
            for (long q = start; q < end; q++)
            {
                searcher.Search<SmallestFirst, HammingDistance, RangeGraphResults<SmallestFirst>>(
                    index._graph, new HammingDistance(queries.RowPointer(q), index.Codes), options.EfSearch ?? index.EfSearch, 1, options.Filter,
                    new(hits[q], radius));
            }
            index._searchers.Return(searcher);
        }
    }

    /// <summary>Numbers of bits, which floats hold exactly.</summary>
    private readonly unsafe struct HammingDistance(byte* query, CodeBuffer codes) : IGraphDistance
    {
        public void Compare(int* nodes, int count, float* distances)
        {
            int codeSize = codes.CodeSize;
            byte* rows = codes.Pointer;
            for (int i = 0; i < count; i++)
                distances[i] = Hamming.Distance(query, rows + (long)nodes[i] * codeSize, codeSize);
        }
    }
}
