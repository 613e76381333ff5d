using FaissNet.Serialization;

namespace FaissNet;

/// <summary>Looks into FAISS index files of every type that FAISS 1.7.3 to 1.15 write, without loading them.</summary>
/// <remarks>Thread-safety: all members may be called from any thread.</remarks>
public static class FaissFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>
    /// Reads the structure of an index and checks every count in it against the others and against the size of the file. Vectors and codes
    /// are skipped, so that it takes little memory and time even for large files.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FaissFormatException">The file is not a FAISS index, is damaged, or contradicts itself.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FaissFileInfo Inspect(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = Open(path);
        return Inspect(stream, cancellationToken);
    }

    /// <summary>Does the same to a stream, from its position on; the stream is left behind the index and what this library
    /// writes behind it.</summary>
    /// <param name="stream">A stream that can be read; if it can seek, data is skipped instead of read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <inheritdoc cref="Inspect(string, CancellationToken)" path="/exception"/>
    public static FaissFileInfo Inspect(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var input = new FaissStreamReader(stream, cancellationToken);
        IndexTrailer? trailer = IndexTrailer.Read(stream);
        var reader = new IndexFileReader(input, load: false, trailer);
        IndexStructure index = reader.ReadTopLevel();
        // Nothing else follows a trailer, so the stream ends behind what was read.
        if (trailer is not null)
            stream.Position = stream.Length;
        long length = input.IsLengthKnown ? input.Offset + input.Remaining : input.Offset;
        return new FaissFileInfo(index, length, reader.IsBinary, reader.WhyNotManaged, reader.WhyNotNative, reader.MinimumFaissVersion)
        {
            QualityCard = reader.QualityCard,
        };
    }

    /// <summary>Opens a file as all readers here do.</summary>
    internal static FileStream Open(string path)
        => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
}
