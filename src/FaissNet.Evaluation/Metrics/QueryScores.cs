namespace FaissNet.Evaluation;

/// <summary>How good the ranked list of each single query is: what <see cref="RetrievalMetrics"/> averages.</summary>
/// <remarks>Only judged queries appear, those that at least one stored vector answers. Thread-safety: immutable.</remarks>
public sealed class QueryScores
{
    private readonly int[] _queries;
    private readonly RankedList[] _lists;

    private QueryScores(int[] queries, RankedList[] lists)
    {
        _queries = queries;
        _lists = lists;
    }

    /// <summary>Number of judged queries.</summary>
    public int Count => _queries.Length;

    /// <summary>The numbers of the judged queries in the data set, ascending.</summary>
    public ReadOnlySpan<int> Queries => _queries;

    /// <summary>Rank of the first relevant result of the i-th judged query, from 1; 0 where none is among the first ten.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such query.</exception>
    public int FirstHit(int index) => _lists[index].FirstHit;

    /// <summary>Scores ranked lists against what is relevant.</summary>
    /// <param name="ids">queries × k ids, best first; only the first ten of each query count.</param>
    /// <param name="k">Ids per query.</param>
    /// <param name="relevance">What is relevant.</param>
    /// <exception cref="ArgumentException">The ids are not k for each query, or no query has a relevant vector.</exception>
    public static QueryScores Compute(ReadOnlySpan<long> ids, int k, RelevanceJudgments relevance)
    {
        ArgumentNullException.ThrowIfNull(relevance);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (ids.Length != (long)relevance.QueryCount * k)
        {
            throw new ArgumentException(
                $"Expected {k} ids for each of {relevance.QueryCount} queries, but got {ids.Length} ids.", nameof(ids));
        }
        var queries = new List<int>(relevance.QueryCount);
        var lists = new List<RankedList>(relevance.QueryCount);
        for (int query = 0; query < relevance.QueryCount; query++)
        {
            ReadOnlySpan<long> relevant = relevance.RelevantTo(query);
            if (relevant.IsEmpty)
                continue;
            queries.Add(query);
            lists.Add(RankedList.Score(ids.Slice(query * k, Math.Min(k, RetrievalMetrics.Depth)), relevant));
        }
        if (queries.Count == 0)
        {
            throw new ArgumentException(
                "Not one query has a relevant stored vector; do the item labels belong together?", nameof(relevance));
        }
        return new QueryScores([.. queries], [.. lists]);
    }

    /// <summary>The averages.</summary>
    public RetrievalMetrics Average()
    {
        int hits1 = 0, hits5 = 0, hits10 = 0;
        double reciprocalRanks = 0, gains = 0, precisions = 0;
        foreach (RankedList list in _lists)
        {
            if (list.FirstHit == 0)
                continue;
            hits1 += list.FirstHit <= 1 ? 1 : 0;
            hits5 += list.FirstHit <= 5 ? 1 : 0;
            hits10++;
            reciprocalRanks += 1.0 / list.FirstHit;
            gains += list.Ndcg;
            precisions += list.AveragePrecision;
        }
        return new RetrievalMetrics
        {
            QueryCount = Count,
            R1 = (double)hits1 / Count,
            R5 = (double)hits5 / Count,
            R10 = (double)hits10 / Count,
            Mrr10 = reciprocalRanks / Count,
            Ndcg10 = gains / Count,
            Map10 = precisions / Count,
        };
    }

    /// <summary>1 for each query with a relevant result among the first <paramref name="k"/>, else 0; their mean is R@k.</summary>
    internal float[] Hits(int k) => Array.ConvertAll(_lists, list => list.FirstHit > 0 && list.FirstHit <= k ? 1f : 0f);

    /// <summary>The reciprocal rank of each query; their mean is MRR@10.</summary>
    internal float[] ReciprocalRanks() => Array.ConvertAll(_lists, list => list.FirstHit > 0 ? 1f / list.FirstHit : 0f);

    /// <summary>The gain of each query; their mean is nDCG@10.</summary>
    internal float[] Gains() => Array.ConvertAll(_lists, list => (float)list.Ndcg);
}
