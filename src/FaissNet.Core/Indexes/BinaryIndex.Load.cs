using FaissNet.Serialization;

namespace FaissNet;

public abstract partial class BinaryIndex
{
    /// <summary>
    /// Reads a binary index of the C# engine from a file that FAISS or this library has written, as <see
    /// cref="VectorIndex.Load(string, CancellationToken)"/> does.
    /// </summary>
    /// <param name="path">The file. Bytes behind the index are left alone.</param>
    /// <param name="cancellationToken">Stops the reading between two blocks.</param>
    /// <returns>The index; the caller disposes it.</returns>
    /// <exception cref="FaissFormatException">The file is not a binary FAISS index, is damaged, or contradicts itself.</exception>
    /// <exception cref="NotSupportedException">
    /// FAISS knows the type, but only the native engine reads it; the sentence names it.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static BinaryIndex Load(string path, CancellationToken cancellationToken = default)
        => Load(path, new LoadOptions { CancellationToken = cancellationToken });

    /// <summary>Does the same, with options: mapping the file instead of copying it.</summary>
    /// <param name="path">The file. Bytes behind the index are left alone.</param>
    /// <param name="options">Mapping, cancellation.</param>
    /// <returns>The index; the caller disposes it.</returns>
    /// <inheritdoc cref="Load(string, CancellationToken)" path="/exception"/>
    public static BinaryIndex Load(string path, LoadOptions options)
        => IndexFileReader.Load<BinaryIndex>(path, binary: true, options);

    /// <summary>Does the same from a stream, from its position on; the stream is left open, behind the last byte of the index.</summary>
    /// <param name="stream">A stream that can be read; it need not seek.</param>
    /// <param name="cancellationToken">Stops the reading between two blocks.</param>
    /// <returns>The index; the caller disposes it.</returns>
    /// <inheritdoc cref="Load(string, CancellationToken)" path="/exception"/>
    public static BinaryIndex Load(Stream stream, CancellationToken cancellationToken = default)
        => IndexFileReader.Load<BinaryIndex>(stream, binary: true, cancellationToken);
}
