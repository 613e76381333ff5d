namespace FaissNet;

/// <summary>What a range search has found for one query so far.</summary>
internal sealed class RangeHits<TDistance>
    where TDistance : unmanaged
{
    private TDistance[] _distances = [];
    private long[] _ids = [];

    public int Count { get; private set; }

    public ReadOnlySpan<TDistance> Distances => _distances.AsSpan(0, Count);

    public ReadOnlySpan<long> Ids => _ids.AsSpan(0, Count);

    public void Add(TDistance distance, long id)
    {
        if (Count == _ids.Length)
        {
            int capacity = Math.Max(16, checked(2 * Count));
            Array.Resize(ref _distances, capacity);
            Array.Resize(ref _ids, capacity);
        }
        _distances[Count] = distance;
        _ids[Count++] = id;
    }

    /// <summary>One collector per query.</summary>
    public static RangeHits<TDistance>[] ForQueries(long count)
    {
        var hits = new RangeHits<TDistance>[count];
        for (long i = 0; i < count; i++)
            hits[i] = new RangeHits<TDistance>();
        return hits;
    }

    /// <summary>Puts the hits of all queries one after another.</summary>
    public static RangeSearchResult<TDistance> Concatenate(RangeHits<TDistance>[] queries)
    {
        var limits = new long[queries.Length + 1];
        for (int i = 0; i < queries.Length; i++)
            limits[i + 1] = limits[i] + queries[i].Count;
        var distances = new TDistance[limits[^1]];
        var ids = new long[limits[^1]];
        for (int i = 0; i < queries.Length; i++)
        {
            queries[i].Distances.CopyTo(distances.AsSpan((int)limits[i]));
            queries[i].Ids.CopyTo(ids.AsSpan((int)limits[i]));
        }
        return new RangeSearchResult<TDistance>(limits, distances, ids);
    }
}
