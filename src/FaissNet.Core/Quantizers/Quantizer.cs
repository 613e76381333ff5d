using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Shrinks float vectors to codes of a fixed number of bytes and back. Indexes are built on quantizers; they also stand alone, for callers
/// who keep codes in a database of their own.
/// </summary>
/// <remarks>Thread-safety: encoding and decoding may run together; training must run alone.</remarks>
public abstract class Quantizer
{
    private protected Quantizer(int dimension)
    {
        Dimension = Guard.Dimension(dimension);
    }

    /// <summary>Number of components of a vector: d.</summary>
    public int Dimension { get; }

    /// <summary>Bytes of one code.</summary>
    public abstract int CodeSize { get; }

    /// <summary>Whether the quantizer can encode.</summary>
    public abstract bool IsTrained { get; }

    /// <summary>Learns the quantizer's state from a sample.</summary>
    /// <param name="vectors">n × d, row-major.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of d, a value is not finite, or there are too few vectors.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the quantizer is as it was.</exception>
    public unsafe void Train(ReadOnlySpan<float> vectors, BuildOptions? options = null)
    {
        int count = Guard.RowCount(vectors.Length, Dimension, nameof(vectors));
        Guard.Finite(vectors, Dimension, nameof(vectors));
        fixed (float* pointer = vectors)
            Train(new Rows<float>(pointer, count, Dimension), options ?? BuildOptions.Default);
    }

    /// <summary>Encodes vectors.</summary>
    /// <param name="vectors">n × d, row-major.</param>
    /// <param name="codes">Receives n × <see cref="CodeSize"/> bytes.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">Lengths do not match, or a value is not finite.</exception>
    /// <exception cref="InvalidOperationException">The quantizer is not trained.</exception>
    public unsafe void Encode(ReadOnlySpan<float> vectors, Span<byte> codes, BuildOptions? options = null)
    {
        int count = Guard.RowCount(vectors.Length, Dimension, nameof(vectors));
        Guard.Finite(vectors, Dimension, nameof(vectors));
        Guard.Length(codes.Length, (long)count * CodeSize, "the codes, vectors × code size", nameof(codes));
        Guard.Trained(IsTrained, GetType().Name);
        fixed (float* vectorPointer = vectors)
        fixed (byte* codePointer = codes)
            Encode(new Rows<float>(vectorPointer, count, Dimension), new Rows<byte>(codePointer, count, CodeSize), options ?? BuildOptions.Default);
    }

    /// <summary>Turns codes back into vectors.</summary>
    /// <param name="codes">n × <see cref="CodeSize"/> bytes.</param>
    /// <param name="vectors">Receives n × d values, row-major.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">Lengths do not match.</exception>
    /// <exception cref="InvalidOperationException">The quantizer is not trained.</exception>
    public unsafe void Decode(ReadOnlySpan<byte> codes, Span<float> vectors, BuildOptions? options = null)
    {
        int count = Guard.RowCount(codes.Length, CodeSize, nameof(codes));
        Guard.Length(vectors.Length, (long)count * Dimension, "the vectors, codes × dimension", nameof(vectors));
        Guard.Trained(IsTrained, GetType().Name);
        fixed (byte* codePointer = codes)
        fixed (float* vectorPointer = vectors)
            Decode(new Rows<byte>(codePointer, count, CodeSize), new Rows<float>(vectorPointer, count, Dimension), options ?? BuildOptions.Default);
    }

    internal abstract void Train(Rows<float> vectors, BuildOptions options);

    internal abstract void Encode(Rows<float> vectors, Rows<byte> codes, BuildOptions options);

    internal abstract void Decode(Rows<byte> codes, Rows<float> vectors, BuildOptions options);
}
