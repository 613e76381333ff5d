using System.Runtime.InteropServices;

namespace FaissNet.Evaluation;

/// <summary>Which stored vectors answer which query. Binary: a vector is relevant or it is not.</summary>
/// <remarks>
/// Queries that share their answers (all captions of one item) share one list, so that memory is queries + stored vectors, not their
/// product.
/// Thread-safety: immutable.
/// </remarks>
public sealed class RelevanceJudgments
{
    private readonly int[] _groupOfQuery;
    private readonly long[] _limits;
    private readonly long[] _ids;

    private RelevanceJudgments(int[] groupOfQuery, long[] limits, long[] ids)
    {
        _groupOfQuery = groupOfQuery;
        _limits = limits;
        _ids = ids;
    }

    /// <summary>Number of queries.</summary>
    public int QueryCount => _groupOfQuery.Length;

    /// <summary>
    /// Number of queries that at least one stored vector answers. Only these enter the averages of <see cref="RetrievalMetrics"/>.
    /// </summary>
    public int JudgedQueryCount
    {
        get
        {
            int judged = 0;
            for (int query = 0; query < QueryCount; query++)
                judged += RelevantTo(query).IsEmpty ? 0 : 1;
            return judged;
        }
    }

    /// <summary>The stored vectors that answer a query, as ascending ids without repetition.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such query.</exception>
    public ReadOnlySpan<long> RelevantTo(int query)
    {
        int group = _groupOfQuery[query];
        return group < 0 ? [] : _ids.AsSpan((int)_limits[group], (int)(_limits[group + 1] - _limits[group]));
    }

    /// <summary>The judgments of some of the queries.</summary>
    /// <param name="queries">Which queries, in the order that they are to have.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such query.</exception>
    public RelevanceJudgments Of(ReadOnlySpan<int> queries)
    {
        var groupOfQuery = new int[queries.Length];
        for (int i = 0; i < queries.Length; i++)
            groupOfQuery[i] = _groupOfQuery[queries[i]];
        return new RelevanceJudgments(groupOfQuery, _limits, _ids);
    }

    /// <summary>
    /// A stored vector answers a query when both carry the same item label: an image its captions, a caption its images. Stored vectors
    /// have the ids 0, 1, 2, … in the order of their labels.
    /// </summary>
    /// <param name="baseItems">The item of each stored vector.</param>
    /// <param name="queryItems">The item of each query.</param>
    public static RelevanceJudgments FromItems(ReadOnlySpan<long> baseItems, ReadOnlySpan<long> queryItems)
    {
        var groups = new Dictionary<long, int>();
        foreach (long item in baseItems)
            groups.TryAdd(item, groups.Count);
        var limits = new long[groups.Count + 1];
        foreach (long item in baseItems)
            limits[groups[item] + 1]++;
        for (int group = 0; group < groups.Count; group++)
            limits[group + 1] += limits[group];
        var ids = new long[baseItems.Length];
        long[] next = limits[..^1];
        // Rows come in ascending order, so each list is born sorted.
        for (int row = 0; row < baseItems.Length; row++)
            ids[next[groups[baseItems[row]]]++] = row;
        var groupOfQuery = new int[queryItems.Length];
        for (int query = 0; query < queryItems.Length; query++)
            groupOfQuery[query] = groups.TryGetValue(queryItems[query], out int group) ? group : -1;
        return new RelevanceJudgments(groupOfQuery, limits, ids);
    }

    /// <summary>Explicit lists: query q is answered by <c>ids[limits[q]..limits[q + 1]]</c>.</summary>
    /// <param name="limits">queries + 1 ascending positions, from 0 to the number of ids.</param>
    /// <param name="ids">The relevant ids of all queries, one query after another; order and repetitions do not matter.</param>
    /// <exception cref="ArgumentException">The limits do not start at 0, do not end at the number of ids, or descend.</exception>
    public static RelevanceJudgments FromLists(ReadOnlySpan<long> limits, ReadOnlySpan<long> ids)
    {
        if (limits.IsEmpty || limits[0] != 0 || limits[^1] != ids.Length)
            throw new ArgumentException($"The limits must go from 0 to the number of ids, {ids.Length}.", nameof(limits));
        int queries = limits.Length - 1;
        var groupOfQuery = new int[queries];
        var newLimits = new long[queries + 1];
        var newIds = new List<long>(ids.Length);
        for (int query = 0; query < queries; query++)
        {
            if (limits[query + 1] < limits[query])
            {
                throw new ArgumentException(
                    $"The limits descend from {limits[query]} to {limits[query + 1]} at query {query}.", nameof(limits));
            }
            var sorted = new SortedSet<long>(ids[(int)limits[query]..(int)limits[query + 1]].ToArray());
            newIds.AddRange(sorted);
            groupOfQuery[query] = query;
            newLimits[query + 1] = newIds.Count;
        }
        return new RelevanceJudgments(groupOfQuery, newLimits, CollectionsMarshal.AsSpan(newIds).ToArray());
    }

    /// <summary>
    /// What a query's exact nearest neighbour is, where no one has judged relevance: the first exact result, and with it all results at
    /// exactly the same distance. R@K then is the "1-recall@K" of the nearest-neighbour literature.
    /// </summary>
    /// <param name="exact">Exact results, best first; see <see cref="GroundTruth"/>.</param>
    public static RelevanceJudgments FromNearest(ExactNeighbours exact)
    {
        ArgumentNullException.ThrowIfNull(exact);
        var limits = new long[exact.QueryCount + 1];
        var ids = new List<long>(exact.QueryCount);
        for (int query = 0; query < exact.QueryCount; query++)
        {
            ReadOnlySpan<float> distances = exact.DistancesOf(query);
            ReadOnlySpan<long> found = exact.IdsOf(query);
            for (int rank = 0; rank < exact.K && found[rank] >= 0 && distances[rank] == distances[0]; rank++)
                ids.Add(found[rank]);
            limits[query + 1] = ids.Count;
        }
        return FromLists(limits, CollectionsMarshal.AsSpan(ids));
    }
}
