using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class RefineIndex
{
    /// <summary>Candidates of all queries that are looked at together, so that the scratch stays small.</summary>
    private const long CandidatesPerBlock = 1 << 20;

    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        int k = distances.Width;
        // More candidates than vectors only cost memory: what is missing comes last and is not scored.
        long most = Math.Min(Array.MaxLength, Math.Max(k, Count));
        int candidates = (int)Math.Min((long)(k * (options.RefineFactor ?? KFactor)), most);
        long block = Math.Clamp(CandidatesPerBlock / candidates, 1, queries.Count);
        using var candidateScores = new Scratch<float>(block, candidates);
        using var candidateIds = new Scratch<long>(block, candidates);
        for (long start = 0; start < queries.Count; start += block)
        {
            long rows = Math.Min(block, queries.Count - start);
            Rows<float> blockQueries = queries.Slice(start, rows);
            Rows<float> scores = candidateScores.Rows.Slice(0, rows);
            Rows<long> found = candidateIds.Rows.Slice(0, rows);
            Base.SearchInner(blockQueries, scores, found, options.ForQueries(start, rows));
            ParallelRange.Run(
                new SearchJob(this, blockQueries, scores, found, distances.Slice(start, rows), ids.Slice(start, rows), options),
                rows, 1, options.MaxDegreeOfParallelism, options.CancellationToken);
        }
    }

    /// <summary>
    /// Candidates are what the base finds inside the radius times the refine factor, as in FAISS (which widens the search for L2 and narrows it
    /// for the inner product); those that the refine index puts outside the radius are dropped.
    /// </summary>
    private protected override unsafe RangeSearchResult<float> RangeSearchCore(Rows<float> queries, float radius, SearchOptions options)
    {
        RangeSearchResult<float> found = Base.RangeSearchInner(queries, radius * (options.RefineFactor ?? KFactor), options);
        RangeHits<float>[] hits = RangeHits<float>.ForQueries(queries.Count);
        for (int q = 0; q < found.QueryCount; q++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<long> ids = found.IdsOf(q);
            var scores = new float[ids.Length];
            RefineStore.DistancesTo(queries.RowPointer(q), ids, scores, options);
            for (int i = 0; i < ids.Length; i++)
            {
                if (Metric == Metric.L2 ? scores[i] < radius : scores[i] > radius)
                    hits[q].Add(scores[i], ids[i]);
            }
        }
        return RangeHits<float>.Concatenate(hits);
    }

    private protected override void ReconstructCore(long id, Span<float> vector) => RefineStore.ReconstructInner(id, vector);

    private readonly unsafe struct SearchJob(
        RefineIndex index, Rows<float> queries, Rows<float> candidateScores, Rows<long> candidates, Rows<float> distances, Rows<long> ids,
        SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int k = distances.Width;
            for (long q = start; q < end; q++)
            {
                index.RefineStore.DistancesTo(queries.RowPointer(q), candidates[q], candidateScores[q], options);
                float* heapScores = distances.RowPointer(q);
                long* heapIds = ids.RowPointer(q);
                TopKHeap.Initialize(index.Metric, heapScores, heapIds, 1, k);
                // A missing candidate still has the worst score there is, which never enters.
                TopKHeap.PushBlock(
                    index.Metric, heapScores, heapIds, k, candidateScores.RowPointer(q), candidates.Width, new IdSource(candidates.RowPointer(q)));
                TopKHeap.Sort(index.Metric, heapScores, heapIds, 1, k);
            }
        }
    }
}
