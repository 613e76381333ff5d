using FaissNet.Storage;

namespace FaissNet;

public abstract partial class VectorIndex
{
    /// <summary>Encodes vectors without storing them, for callers who keep the codes themselves. FAISS: <c>sa_encode</c>.</summary>
    /// <param name="vectors">n × d, row-major.</param>
    /// <param name="codes">Receives n × <see cref="CodeSize"/> bytes.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">Lengths do not match, or a value is not finite.</exception>
    /// <exception cref="InvalidOperationException">The index is not trained.</exception>
    /// <exception cref="NotSupportedException">The type has no stand-alone codes.</exception>
    public unsafe void Encode(ReadOnlySpan<float> vectors, Span<byte> codes, BuildOptions? options = null)
    {
        int count = CheckVectors(vectors);
        Guard.Length(codes.Length, (long)count * CodeSize, "the codes, vectors × code size", nameof(codes));
        fixed (float* vectorPointer = vectors)
        fixed (byte* codePointer = codes)
            EncodeCore(new Rows<float>(vectorPointer, count, Dimension), new Rows<byte>(codePointer, count, CodeSize), options ?? BuildOptions.Default);
    }

    /// <summary>Turns codes from <see cref="Encode"/> back into vectors. FAISS: <c>sa_decode</c>.</summary>
    /// <param name="codes">n × <see cref="CodeSize"/> bytes.</param>
    /// <param name="vectors">Receives n × d values, row-major.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">Lengths do not match, or a code names a list that does not exist.</exception>
    /// <exception cref="InvalidOperationException">The index is not trained.</exception>
    /// <exception cref="NotSupportedException">The type has no stand-alone codes.</exception>
    public unsafe void Decode(ReadOnlySpan<byte> codes, Span<float> vectors, BuildOptions? options = null)
    {
        CheckUse();
        ThrowIfNotTrained();
        int count = Guard.RowCount(codes.Length, CodeSize, nameof(codes));
        Guard.Length(vectors.Length, (long)count * Dimension, "the vectors, codes × dimension", nameof(vectors));
        fixed (byte* codePointer = codes)
        fixed (float* vectorPointer = vectors)
            DecodeCore(new Rows<byte>(codePointer, count, CodeSize), new Rows<float>(vectorPointer, count, Dimension), options ?? BuildOptions.Default);
    }

    private protected abstract void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options);

    private protected abstract void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options);
}
