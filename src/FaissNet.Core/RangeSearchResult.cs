namespace FaissNet;

/// <summary>All neighbours of each query within a radius, unsorted, as FAISS gives them.</summary>
/// <typeparam name="TDistance"><see cref="float"/>, or <see cref="int"/> for Hamming distances.</typeparam>
public sealed class RangeSearchResult<TDistance>
    where TDistance : unmanaged
{
    internal RangeSearchResult(long[] limits, TDistance[] distances, long[] ids)
    {
        Limits = limits;
        Distances = distances;
        Ids = ids;
    }

    /// <summary>Number of queries.</summary>
    public int QueryCount => Limits.Length - 1;

    /// <summary>Query q owns the entries Limits[q] to Limits[q + 1] of <see cref="Ids"/> and <see cref="Distances"/>. FAISS: <c>lims</c>.</summary>
    public long[] Limits { get; }

    /// <summary>Distances of all queries, one after another.</summary>
    public TDistance[] Distances { get; }

    /// <summary>Ids of all queries, one after another.</summary>
    public long[] Ids { get; }

    /// <summary>The distances of one query.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such query.</exception>
    public ReadOnlySpan<TDistance> DistancesOf(int query) => Distances.AsSpan(Start(query), Length(query));

    /// <summary>The ids of one query.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such query.</exception>
    public ReadOnlySpan<long> IdsOf(int query) => Ids.AsSpan(Start(query), Length(query));

    /// <summary>The queries of all parts, one part after another.</summary>
    internal static RangeSearchResult<TDistance> Concatenate(IReadOnlyList<RangeSearchResult<TDistance>> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        var limits = new List<long> { 0 };
        foreach (RangeSearchResult<TDistance> part in parts)
        {
            long before = limits[^1];
            limits.AddRange(part.Limits.Skip(1).Select(limit => before + limit));
        }
        return new RangeSearchResult<TDistance>(
            [.. limits], [.. parts.SelectMany(part => part.Distances)], [.. parts.SelectMany(part => part.Ids)]);
    }

    private int Start(int query)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(query, QueryCount);
        return (int)Limits[query];
    }

    private int Length(int query) => (int)(Limits[query + 1] - Limits[query]);
}
