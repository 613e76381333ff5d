namespace FaissNet.Evaluation;

/// <summary>How good ranked lists are, averaged over queries. All lie between 0 and 1; larger is better.</summary>
/// <remarks>
/// <para>Only the first ten results count. Rank r counts from 1. An id of −1 (missing) fills its rank and is never relevant; an id that
/// comes twice is relevant only the first time.</para>
/// <para>Queries without any relevant stored vector are left out of every average: no system could answer them, so they would only
/// scale all numbers alike.</para>
/// </remarks>
public sealed record RetrievalMetrics
{
    /// <summary>How many results count at most.</summary>
    public const int Depth = 10;

    /// <summary>Number of queries in the averages.</summary>
    public required int QueryCount { get; init; }

    /// <summary>Share of queries whose first result is relevant.</summary>
    public required double R1 { get; init; }

    /// <summary>Share of queries with at least one relevant result among the first five.</summary>
    public required double R5 { get; init; }

    /// <summary>Share of queries with at least one relevant result among the first ten.</summary>
    public required double R10 { get; init; }

    /// <summary>Mean reciprocal rank: 1 / rank of the first relevant result, 0 where none is among the first ten.</summary>
    public required double Mrr10 { get; init; }

    /// <summary>
    /// Normalized discounted cumulative gain: Σ 1 / log₂(1 + r) over the ranks r ≤ 10 of relevant results, divided by the same sum over the
    /// ranks 1 to min(10, number of relevant vectors).
    /// </summary>
    public required double Ndcg10 { get; init; }

    /// <summary>
    /// Mean average precision: Σ (relevant results up to rank r) / r over the ranks r ≤ 10 of relevant results, divided by min(10, number
    /// of relevant vectors).
    /// </summary>
    public required double Map10 { get; init; }

    /// <summary>Measures ranked lists against what is relevant.</summary>
    /// <param name="ids">queries × k ids, best first; only the first ten of each query count.</param>
    /// <param name="k">Ids per query.</param>
    /// <param name="relevance">What is relevant.</param>
    /// <exception cref="ArgumentException">The ids are not k for each query, or no query has a relevant vector.</exception>
    public static RetrievalMetrics Compute(ReadOnlySpan<long> ids, int k, RelevanceJudgments relevance)
        => QueryScores.Compute(ids, k, relevance).Average();

    /// <summary>
    /// Share of the exact nearest neighbours that were found: |found ∩ exact| / |exact|, averaged over queries. Ids are compared, so that
    /// among vectors at exactly the same distance another choice than the exact search's counts as missed.
    /// </summary>
    /// <param name="ids">queries × k ids.</param>
    /// <param name="exactIds">queries × k ids of an exact search; −1 where there are fewer than k vectors.</param>
    /// <param name="k">Ids per query.</param>
    /// <returns>0 to 1; 1 where there is nothing to find.</returns>
    /// <exception cref="ArgumentException">The two are not of equal length, or that is not a multiple of k.</exception>
    public static double NeighbourRecall(ReadOnlySpan<long> ids, ReadOnlySpan<long> exactIds, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (ids.Length != exactIds.Length || ids.Length % k != 0)
            throw new ArgumentException($"Expected {exactIds.Length} ids, {k} for each query, but got {ids.Length}.", nameof(ids));
        long wanted = 0, found = 0;
        for (int start = 0; start < ids.Length; start += k)
        {
            ReadOnlySpan<long> row = ids.Slice(start, k);
            foreach (long id in exactIds.Slice(start, k))
            {
                if (id < 0)
                    continue;
                wanted++;
                found += row.Contains(id) ? 1 : 0;
            }
        }
        return wanted == 0 ? 1 : (double)found / wanted;
    }
}
