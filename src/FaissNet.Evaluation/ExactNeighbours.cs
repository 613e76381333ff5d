namespace FaissNet.Evaluation;

/// <summary>The exact k nearest neighbours of each query, best first, at equal distance by ascending id.</summary>
public sealed class ExactNeighbours
{
    internal ExactNeighbours(int k, float[] distances, long[] ids)
    {
        K = k;
        Distances = distances;
        Ids = ids;
    }

    /// <summary>Neighbours per query.</summary>
    public int K { get; }

    /// <summary>Number of queries.</summary>
    public int QueryCount => Ids.Length / K;

    /// <summary>Squared distances or inner products, queries × k, row-major.</summary>
    public float[] Distances { get; }

    /// <summary>Ids, queries × k, row-major; −1 where fewer than k vectors are stored.</summary>
    public long[] Ids { get; }

    /// <summary>The distances of one query.</summary>
    public ReadOnlySpan<float> DistancesOf(int query) => Distances.AsSpan(query * K, K);

    /// <summary>The ids of one query.</summary>
    public ReadOnlySpan<long> IdsOf(int query) => Ids.AsSpan(query * K, K);
}
