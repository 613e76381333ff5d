namespace FaissNet;

/// <summary>The vectors that have one hash, row by row, and their ids. In the memory of the runtime, because most buckets hold but a few.</summary>
internal sealed class HashBucket(int codeSize)
{
    private long[] _ids = [];
    private byte[] _vectors = [];

    public int Count { get; private set; }

    public ReadOnlySpan<long> Ids => _ids.AsSpan(0, Count);

    public ReadOnlySpan<byte> Vectors => _vectors.AsSpan(0, Count * codeSize);

    public void Add(long id, ReadOnlySpan<byte> vector)
    {
        if (Count == _ids.Length)
            Grow(Math.Max(4, checked(2 * Count)));
        _ids[Count] = id;
        vector.CopyTo(_vectors.AsSpan(Count * codeSize));
        Count++;
    }

    public void Add(ReadOnlySpan<long> ids, ReadOnlySpan<byte> vectors, long idShift)
    {
        for (int i = 0; i < ids.Length; i++)
            Add(ids[i] + idShift, vectors.Slice(i * codeSize, codeSize));
    }

    public ReadOnlySpan<byte> Vector(int position) => _vectors.AsSpan(position * codeSize, codeSize);

    /// <summary>Takes out the positions that a filter contains; the rest keep their order.</summary>
    public void Remove(IdFilter positions)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (positions.Contains(i))
                continue;
            _ids[kept] = _ids[i];
            Vector(i).CopyTo(_vectors.AsSpan(kept * codeSize));
            kept++;
        }
        Count = kept;
    }

    /// <summary>Takes over what stands in a file.</summary>
    public void Set(long[] ids, byte[] vectors) => (_ids, _vectors, Count) = (ids, vectors, ids.Length);

    private void Grow(int capacity)
    {
        Array.Resize(ref _ids, capacity);
        Array.Resize(ref _vectors, checked(capacity * codeSize));
    }
}
