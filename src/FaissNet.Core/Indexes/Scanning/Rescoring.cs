using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>Candidates from a coarse index, scored again by a precise one.</summary>
internal static class Rescoring
{
    /// <summary>Candidates of all queries that are looked at together, so that the scratch stays small.</summary>
    private const long CandidatesPerBlock = 1 << 20;

    /// <summary>Fills distances and ids, nq × k.</summary>
    /// <param name="coarse">Finds k · <paramref name="factor"/> candidates.</param>
    /// <param name="precise">Scores them, by <see cref="VectorIndex.DistancesTo"/> and its metric.</param>
    /// <param name="factor">The refine factor.</param>
    /// <param name="queries">nq × d.</param>
    /// <param name="distances">Receives the scores of the precise index, best first.</param>
    /// <param name="ids">Receives the ids.</param>
    /// <param name="options">For the coarse index; threads and cancellation also here.</param>
    public static void Search(
        VectorIndex coarse, VectorIndex precise, float factor, Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        int k = distances.Width;
        // More candidates than vectors only cost memory: what is missing comes last and is not scored.
        long most = Math.Min(Array.MaxLength, Math.Max(k, coarse.Count));
        int candidates = (int)Math.Min((long)(k * factor), most);
        long block = Math.Clamp(CandidatesPerBlock / candidates, 1, queries.Count);
        using var candidateScores = new Scratch<float>(block, candidates);
        using var candidateIds = new Scratch<long>(block, candidates);
        for (long start = 0; start < queries.Count; start += block)
        {
            long rows = Math.Min(block, queries.Count - start);
            Rows<float> blockQueries = queries.Slice(start, rows);
            Rows<float> scores = candidateScores.Rows.Slice(0, rows);
            Rows<long> found = candidateIds.Rows.Slice(0, rows);
            coarse.SearchInner(blockQueries, scores, found, options.ForQueries(start, rows));
            ParallelRange.Run(
                new Job(precise, blockQueries, scores, found, distances.Slice(start, rows), ids.Slice(start, rows), options),
                rows, 1, options.MaxDegreeOfParallelism, options.CancellationToken);
        }
    }

    private readonly unsafe struct Job(
        VectorIndex precise, Rows<float> queries, Rows<float> candidateScores, Rows<long> candidates, Rows<float> distances, Rows<long> ids,
        SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            Metric metric = precise.Metric;
            int k = distances.Width;
            for (long q = start; q < end; q++)
            {
                float* heapScores = distances.RowPointer(q);
                long* heapIds = ids.RowPointer(q);
                TopKHeap.Initialize(metric, heapScores, heapIds, 1, k);
                // What is missing has the worst score there is, which never enters; that of the coarse index may be the best of another metric.
                int count = candidates[q].IndexOf(-1) is var missing and >= 0 ? missing : candidates.Width;
                precise.DistancesTo(queries.RowPointer(q), candidates[q][..count], candidateScores[q][..count], options);
                TopKHeap.PushBlock(
                    metric, heapScores, heapIds, k, candidateScores.RowPointer(q), count, new IdSource(candidates.RowPointer(q)));
                TopKHeap.Sort(metric, heapScores, heapIds, 1, k);
            }
        }
    }
}
