using FaissNet.Serialization;

namespace FaissNet;

public abstract partial class BinaryIndex
{
    /// <inheritdoc cref="VectorIndex.Save(string, BuildOptions)"/>
    public void Save(string path, BuildOptions? options = null)
    {
        CheckUse();
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= BuildOptions.Default;
        AtomicFile.Write(path, options.CancellationToken, temporary => SaveChecked(temporary, options));
    }

    /// <inheritdoc cref="VectorIndex.Save(Stream, BuildOptions)"/>
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
