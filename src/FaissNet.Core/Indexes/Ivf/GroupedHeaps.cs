using FaissNet.Kernels;

namespace FaissNet;

/// <summary>
/// What a search that is grouped by list keeps for each worker and query: a heap of candidates, and how large the vectors were that the
/// distance tile has multiplied.
/// </summary>
/// <param name="metric">How vectors are compared.</param>
/// <param name="queries">Queries of the block.</param>
/// <param name="candidates">Places of a heap.</param>
/// <param name="scores">[worker][query][candidate].</param>
/// <param name="locations">The same of <see cref="ListLocation"/>.</param>
/// <param name="norms">[worker][query][2]: the largest norm of the query's side and of the list's, or the limit of the heap.</param>
internal readonly unsafe struct GroupedHeaps(Metric metric, long queries, int candidates, float* scores, long* locations, float* norms)
{
    /// <summary>Places of a heap: more than k, so that candidates whose order rounding may have changed are among them.</summary>
    public int Candidates => candidates;

    /// <summary>Candidates kept for k results.</summary>
    public static int CandidatesFor(int k) => k + 8 + k / 16;

    /// <summary>The heaps of one worker, empty.</summary>
    public void Initialize(long worker)
    {
        TopKHeap.Initialize(metric, Scores(worker, 0), Locations(worker, 0), queries, candidates);
        new Span<float>(norms + worker * queries * 2, checked((int)(queries * 2))).Clear();
    }

    /// <summary>
    /// Makes one heap ready for final scores. Only what is better than <paramref name="limit"/> enters: the worst of a full heap of the same
    /// query, or a score that is worse than all.
    /// </summary>
    public void Open(long worker, long query, float limit)
    {
        new Span<float>(Scores(worker, query), candidates).Fill(limit);
        new Span<long>(Locations(worker, query), candidates).Fill(-1);
        norms[(worker * queries + query) * 2] = limit;
    }

    public float* Scores(long worker, long query) => scores + (worker * queries + query) * candidates;

    public long* Locations(long worker, long query) => locations + (worker * queries + query) * candidates;

    /// <summary>Takes note of a product of two vectors of these norms.</summary>
    public void NoteNorms(long worker, long query, float queryNorm, float listNorm)
    {
        float* largest = norms + (worker * queries + query) * 2;
        // Written so that a norm that is not a number stays.
        largest[0] = !(queryNorm <= largest[0]) ? queryNorm : largest[0];
        largest[1] = !(listNorm <= largest[1]) ? listNorm : largest[1];
    }

    /// <summary>Puts what all workers have found for a query into the first worker's heap, with the largest norms.</summary>
    public void MergeAll<TOrder>(long workers, long query)
        where TOrder : struct, ITopKOrder<float>
    {
        for (long worker = 1; worker < workers; worker++)
        {
            Merge<TOrder>(worker, query);
            float* own = norms + (worker * queries + query) * 2;
            NoteNorms(0, query, own[0], own[1]);
        }
    }

    /// <summary>
    /// Brings together what all workers have found for a query, where scores are final, locations are ids and a heap has one place more than
    /// there are results. False when it depends on the order of visits which of them are the results.
    /// </summary>
    public bool Join<TOrder>(long workers, long query, Span<float> distances, Span<long> ids)
        where TOrder : struct, ITopKOrder<float>
    {
        int k = candidates - 1;
        for (long worker = 0; worker < workers; worker++)
        {
            // A stored id of −1 takes a place and is dropped in the end.
            for (int i = 0; i <= k; i++)
            {
                if (Locations(worker, query)[i] == -1 && Scores(worker, query)[i] != norms[(worker * queries + query) * 2])
                    return false;
            }
            if (worker > 0)
                Merge<TOrder>(worker, query);
        }
        float* found = Scores(0, query);
        TopKHeap.Sort<TOrder, float>(found, Locations(0, query), candidates);
        if (Locations(0, query)[k] != -1 && found[k - 1] == found[k])
            return false;
        new Span<float>(found, k).CopyTo(distances);
        new Span<long>(Locations(0, query), k).CopyTo(ids);
        return true;
    }

    /// <summary>
    /// How much the score of a tile and the direct one may differ, near a score of <paramref name="score"/>. Both are sums of d rounded
    /// products; d + 8 roundings of the largest possible sum bound each of them. It is not finite where the sizes are not.
    /// </summary>
    public float Rounding(long query, int dimension, float score)
    {
        float* largest = norms + query * 2;
        float unit = 2 * (dimension + 8) * 5.9604645e-8f;
        if (metric == Metric.InnerProduct)
            return unit * (largest[0] * largest[1] + Math.Abs(score));
        float size = largest[0] + largest[1];
        return unit * size * size;
    }

    private void Merge<TOrder>(long worker, long query)
        where TOrder : struct, ITopKOrder<float>
        => TopKHeap.Merge<TOrder, float>(
            Scores(0, query), Locations(0, query), candidates, Scores(worker, query), Locations(worker, query), candidates);
}
