namespace FaissNet;

/// <summary>The k nearest neighbours of each query, best first.</summary>
/// <typeparam name="TDistance"><see cref="float"/>, or <see cref="int"/> for Hamming distances.</typeparam>
public sealed class SearchResult<TDistance>
    where TDistance : unmanaged
{
    internal SearchResult(int k, TDistance[] distances, long[] ids)
    {
        K = k;
        Distances = distances;
        Ids = ids;
    }

    /// <summary>Neighbours per query.</summary>
    public int K { get; }

    /// <summary>Number of queries.</summary>
    public int QueryCount => Ids.Length / K;

    /// <summary>Distances, queries × k, row-major. Where fewer than k were found: the worst possible value of the metric.</summary>
    public TDistance[] Distances { get; }

    /// <summary>Ids, queries × k, row-major; −1 where fewer than k were found.</summary>
    public long[] Ids { get; }

    /// <summary>The distances of one query, best first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such query.</exception>
    public ReadOnlySpan<TDistance> DistancesOf(int query) => Distances.AsSpan(Row(query), K);

    /// <summary>The ids of one query, best first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such query.</exception>
    public ReadOnlySpan<long> IdsOf(int query) => Ids.AsSpan(Row(query), K);

    private int Row(int query)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(query, QueryCount);
        return query * K;
    }
}
