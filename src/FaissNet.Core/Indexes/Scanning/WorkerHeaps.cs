using FaissNet.Kernels;

namespace FaissNet;

/// <summary>
/// Heaps of several workers that look at different vectors for the same queries: [worker][query][candidate]. Brought together they give what one
/// worker would have found, whichever vectors each has seen, as long as each saw its own in ascending order of ids.
/// </summary>
/// <remarks>
/// By distance and id, the best of all parts are the best of the whole. FAISS's order of similarities has no such rule for ties, so there a
/// heap has one place more than there are results, which shows whether a tie decides; then one worker has to search alone.
/// </remarks>
internal readonly unsafe struct WorkerHeaps<TScore>(TScore* scores, long* ids, int workers, long queries, int candidates)
    where TScore : unmanaged
{
    /// <summary>Places of a heap.</summary>
    public int Candidates => candidates;

    /// <summary>Places of a heap for k results in the order of a metric; Hamming distances are ordered as L2 is.</summary>
    public static int CandidatesFor(int k, Metric metric) => k + (metric == Metric.InnerProduct ? 1 : 0);

    public TScore* Scores(long worker, long query) => scores + (worker * queries + query) * candidates;

    public long* Ids(long worker, long query) => ids + (worker * queries + query) * candidates;

    /// <summary>Writes the results of a query. False when there is one candidate too many and it is as good as the last result.</summary>
    public bool Join<TOrder>(long query, Span<TScore> results, Span<long> resultIds)
        where TOrder : struct, ITopKOrder<TScore>
    {
        int k = results.Length;
        TScore* first = Scores(0, query);
        long* firstIds = Ids(0, query);
        for (long worker = 1; worker < workers; worker++)
            TopKHeap.MergeByOrder<TOrder, TScore>(first, firstIds, candidates, Scores(worker, query), Ids(worker, query), candidates);
        TopKHeap.Sort<TOrder, TScore>(first, firstIds, candidates);
        if (candidates > k && firstIds[k] != -1 && !TOrder.IsBetter(first[k - 1], first[k]))
            return false;
        new Span<TScore>(first, k).CopyTo(results);
        new Span<long>(firstIds, k).CopyTo(resultIds);
        return true;
    }
}
