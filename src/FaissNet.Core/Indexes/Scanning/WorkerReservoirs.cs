using FaissNet.Kernels;

namespace FaissNet;

/// <summary>
/// <see cref="WorkerHeaps{TScore}"/> for many results: rows of <see cref="TopKReservoir"/>, [worker][query], with the same rule for ties of similarities.
/// </summary>
internal readonly unsafe struct WorkerReservoirs(float* scores, long* ids, int workers, long queries, int candidates)
{
    private readonly int _width = TopKReservoir.Width(candidates);

    /// <summary>Results that a row keeps.</summary>
    public int Candidates => candidates;

    public float* Scores(long worker, long query) => scores + (worker * queries + query) * _width;

    public long* Ids(long worker, long query) => ids + (worker * queries + query) * _width;

    public void Initialize<TOrder>(long worker)
        where TOrder : struct, ITopKOrder<float>
        => TopKReservoir.Initialize<TOrder>(Scores(worker, 0), Ids(worker, 0), queries, candidates);

    /// <summary>Writes the results of a query. False when there is one candidate too many and it is as good as the last result.</summary>
    public bool Join<TOrder>(long query, Span<float> results, Span<long> resultIds)
        where TOrder : struct, ITopKOrder<float>
    {
        for (long worker = 0; worker < workers; worker++)
            TopKReservoir.Sort<TOrder>(Scores(worker, query), Ids(worker, query), candidates);
        Span<int> heads = workers <= 64 ? stackalloc int[workers] : new int[workers];
        heads.Clear();
        for (int i = 0; i < candidates; i++)
        {
            int best = Best<TOrder>(query, heads);
            float score = Scores(best, query)[heads[best]];
            long id = Ids(best, query)[heads[best]];
            heads[best]++;
            if (i == results.Length)
                return id == -1 || TOrder.IsBetter(results[i - 1], score);
            results[i] = score;
            resultIds[i] = id;
        }
        return true;
    }

    /// <summary>The worker that has the best result that is left; empty places are worse than all.</summary>
    private int Best<TOrder>(long query, Span<int> heads)
        where TOrder : struct, ITopKOrder<float>
    {
        int best = 0;
        for (int worker = 1; worker < workers; worker++)
        {
            int head = heads[best], other = heads[worker];
            long id = Ids(best, query)[head], otherId = Ids(worker, query)[other];
            if (otherId != -1 && (id == -1 || TOrder.IsWorse(Scores(best, query)[head], id, Scores(worker, query)[other], otherId)))
                best = worker;
        }
        return best;
    }
}
