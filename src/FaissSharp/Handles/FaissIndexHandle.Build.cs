namespace FaissSharp;

public sealed unsafe partial class FaissIndexHandle
{
    /// <summary>Trains on a sample, n × d.</summary>
    public void Train(ReadOnlySpan<float> x, int threads = 0)
    {
        int n = Shape.Rows(x.Length, Dimension, nameof(x));
        fixed (float* pointer = x)
            NativeStatus.Check(FaissNative.faissnet_index_train(this, n, pointer, threads));
    }

    /// <summary>Adds vectors, n × d, under the ids Count, Count + 1, …</summary>
    public void Add(ReadOnlySpan<float> x, int threads = 0)
    {
        int n = Shape.Rows(x.Length, Dimension, nameof(x));
        fixed (float* pointer = x)
            NativeStatus.Check(FaissNative.faissnet_index_add(this, n, pointer, threads));
    }

    /// <summary>Adds vectors, n × d, under n given ids.</summary>
    public void Add(ReadOnlySpan<float> x, ReadOnlySpan<long> ids, int threads = 0)
    {
        int n = Shape.Rows(x.Length, Dimension, nameof(x));
        Shape.Length(ids.Length, n, nameof(ids));
        fixed (float* pointer = x)
        fixed (long* idPointer = ids)
            NativeStatus.Check(FaissNative.faissnet_index_add_with_ids(this, n, pointer, idPointer, threads));
    }

    /// <summary>
    /// Removes the vectors whose id is in the filter and returns how many. Where a predicate throws, the vectors that it was asked about before
    /// may be gone.
    /// </summary>
    public long Remove(FaissIdFilterHandle filter)
    {
        long removed;
        int status = FaissNative.faissnet_index_remove(this, filter, &removed);
        filter.ThrowIfPredicateFailed();
        NativeStatus.Check(status);
        return removed;
    }

    /// <summary>Removes all vectors; the training stays.</summary>
    public void Reset() => NativeStatus.Check(FaissNative.faissnet_index_reset(this));

    /// <summary>Moves all vectors of another index in and leaves the other empty.</summary>
    public void Merge(FaissIndexHandle other, long addId = 0) => NativeStatus.Check(FaissNative.faissnet_index_merge(this, other, addId));

    /// <summary>Encodes vectors, n × d, into codes, n × <see cref="CodecSize"/>, without storing them.</summary>
    public void Encode(ReadOnlySpan<float> x, Span<byte> codes, int threads = 0)
    {
        int n = Shape.Rows(x.Length, Dimension, nameof(x));
        Shape.Length(codes.Length, n * CodecSize, nameof(codes));
        fixed (float* pointer = x)
        fixed (byte* codePointer = codes)
            NativeStatus.Check(FaissNative.faissnet_index_encode(this, n, pointer, codePointer, threads));
    }

    /// <summary>Decodes codes, n × <see cref="CodecSize"/>, into vectors, n × d.</summary>
    public void Decode(ReadOnlySpan<byte> codes, Span<float> x, int threads = 0)
    {
        int n = Shape.Rows(x.Length, Dimension, nameof(x));
        Shape.Length(codes.Length, n * CodecSize, nameof(codes));
        fixed (byte* codePointer = codes)
        fixed (float* pointer = x)
            NativeStatus.Check(FaissNative.faissnet_index_decode(this, n, codePointer, pointer, threads));
    }
}
