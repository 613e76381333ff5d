using FaissNet.Serialization;

namespace FaissNet;

public abstract partial class VectorIndex
{
    /// <summary>
    /// Writes the index as a FAISS file. The file appears whole or not at all: it is written beside <paramref name="path"/>, flushed to disk and
    /// renamed, so a crash or a full disk leaves what was there before.
    /// </summary>
    /// <param name="path">Where the file goes; an existing file is replaced.</param>
    /// <param name="options">Progress and cancellation.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or file may not be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no file was changed.</exception>
    public void Save(string path, BuildOptions? options = null)
    {
        CheckUse();
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= BuildOptions.Default;
        AtomicFile.Write(path, options.CancellationToken, temporary => SaveChecked(temporary, options));
    }

    /// <summary>Writes the index in FAISS's format to a stream.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Save(Stream stream, BuildOptions? options = null)
    {
        CheckUse();
        ArgumentNullException.ThrowIfNull(stream);
        SaveChecked(stream, options ?? BuildOptions.Default);
    }

    private void SaveChecked(Stream stream, BuildOptions options)
    {
        SaveCore(stream, options);
        CheckUsed();
    }

    private protected virtual void SaveCore(Stream stream, BuildOptions options)
        => IndexFileWriter.Write(stream, this, options);
}
