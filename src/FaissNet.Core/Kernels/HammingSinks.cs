using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>Keeps the k nearest in the order of FAISS's heap: who comes first stays.</summary>
internal readonly unsafe struct HammingHeap(IdSource ids, int* distances, long* heapIds, int k) : IHammingSink
{
    public int Limit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => distances[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Offer(int distance, long row)
    {
        if (distance < distances[0] && ids.TryGet(row, out long id))
            TopKHeap.ReplaceTop<SmallestFirst, int>(distances, heapIds, k, distance, id);
    }
}

/// <summary>
/// Keeps the nearest together with where they were met, and of equals those that are met first, whatever the order of the scans: places count
/// up from the first of each scan.
/// </summary>
internal readonly unsafe struct HammingPlaces(IdSource places, int* distances, long* heapPlaces, int capacity) : IHammingSink
{
    public int Limit
    {
        // One more, because an equal distance at an earlier place is better; of the largest number there is none.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => distances[0] == int.MaxValue ? int.MaxValue : distances[0] + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Offer(int distance, long row)
    {
        if (distance > distances[0] || !places.TryGet(row, out long place))
            return;
        if (distance < distances[0] || place < heapPlaces[0])
            TopKHeap.ReplaceTop<SmallestFirst, int>(distances, heapPlaces, capacity, distance, place);
    }
}

/// <summary>Collects everything inside a radius.</summary>
internal readonly struct HammingRange(IdSource ids, int radius, RangeHits<int> hits) : IHammingSink
{
    public int Limit => radius;

    public void Offer(int distance, long row)
    {
        if (distance < radius && ids.TryGet(row, out long id))
            hits.Add(distance, id);
    }
}
