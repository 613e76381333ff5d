namespace FaissSharp;

public sealed unsafe partial class FaissBinaryIndexHandle
{
    /// <summary>Trains on a sample, n × d / 8 bytes.</summary>
    public void Train(ReadOnlySpan<byte> x, int threads = 0)
    {
        int n = Shape.Rows(x.Length, Dimension / 8, nameof(x));
        fixed (byte* pointer = x)
            NativeStatus.Check(FaissNative.faissnet_binary_index_train(this, n, pointer, threads));
    }

    /// <summary>Adds vectors, n × d / 8 bytes, under the ids Count, Count + 1, …</summary>
    public void Add(ReadOnlySpan<byte> x, int threads = 0)
    {
        int n = Shape.Rows(x.Length, Dimension / 8, nameof(x));
        fixed (byte* pointer = x)
            NativeStatus.Check(FaissNative.faissnet_binary_index_add(this, n, pointer, threads));
    }

    /// <summary>Adds vectors, n × d / 8 bytes, under n given ids.</summary>
    public void Add(ReadOnlySpan<byte> x, ReadOnlySpan<long> ids, int threads = 0)
    {
        int n = Shape.Rows(x.Length, Dimension / 8, nameof(x));
        Shape.Length(ids.Length, n, nameof(ids));
        fixed (byte* pointer = x)
        fixed (long* idPointer = ids)
            NativeStatus.Check(FaissNative.faissnet_binary_index_add_with_ids(this, n, pointer, idPointer, threads));
    }

    /// <summary>
    /// Removes the vectors whose id is in the filter and returns how many. Where a predicate throws, the vectors that it was asked about before
    /// may be gone.
    /// </summary>
    public long Remove(FaissIdFilterHandle filter)
    {
        long removed;
        int status = FaissNative.faissnet_binary_index_remove(this, filter, &removed);
        filter.ThrowIfPredicateFailed();
        NativeStatus.Check(status);
        return removed;
    }

    /// <summary>Removes all vectors; the training stays.</summary>
    public void Reset() => NativeStatus.Check(FaissNative.faissnet_binary_index_reset(this));

    /// <summary>Moves all vectors of another index in and leaves the other empty.</summary>
    public void Merge(FaissBinaryIndexHandle other, long addId = 0)
        => NativeStatus.Check(FaissNative.faissnet_binary_index_merge(this, other, addId));
}
