using FaissNet.Serialization;

namespace FaissNet;

public abstract partial class BinaryIndex
{
    /// <inheritdoc cref="VectorIndex.Save(string, BuildOptions)"/>
    public void Save(string path, BuildOptions? options = null)
    {
        ThrowIfDisposed();
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= BuildOptions.Default;
        AtomicFile.Write(path, options.CancellationToken, temporary => SaveCore(temporary, options));
    }

    /// <inheritdoc cref="VectorIndex.Save(Stream, BuildOptions)"/>
    public void Save(Stream stream, BuildOptions? options = null)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(stream);
        SaveCore(stream, options ?? BuildOptions.Default);
    }

    private protected virtual void SaveCore(Stream stream, BuildOptions options)
        => IndexFileWriter.Write(stream, this, options);
}
