namespace FaissSharp;

public sealed unsafe partial class FaissIndexHandle
{
    /// <summary>Reads a file. FAISS's reader trusts its input: check a file of unknown origin first.</summary>
    public static FaissIndexHandle Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        NativeStatus.Check(FaissNative.faissnet_index_load(path, out FaissIndexHandle index));
        return index;
    }

    /// <summary>Reads the bytes of a file. FAISS's reader trusts its input: check bytes of unknown origin first.</summary>
    public static FaissIndexHandle Load(ReadOnlySpan<byte> data)
    {
        fixed (byte* pointer = data)
        {
            NativeStatus.Check(FaissNative.faissnet_index_load_from_memory(pointer, data.Length, out FaissIndexHandle index));
            return index;
        }
    }

    /// <summary>Writes a file: under a temporary name, flushed to disk, then renamed.</summary>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        NativeStatus.Check(FaissNative.faissnet_index_save(this, path));
    }

    /// <summary>Writes the bytes that <see cref="Save(string)"/> would write to a stream, a block at a time.</summary>
    /// <returns>How many bytes that is.</returns>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two blocks; the stream has those before.</exception>
    public long Save(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        cancellationToken.ThrowIfCancellationRequested();
        var writing = new StreamWriting(stream, cancellationToken);
        int status = FaissNative.faissnet_index_write(this, StreamWriting.Function, writing.Context);
        writing.ThrowIfFailed();
        NativeStatus.Check(status);
        return writing.Written;
    }

    /// <summary>The bytes that <see cref="Save(string)"/> would write.</summary>
    public FaissBufferHandle Save()
    {
        byte* data;
        long size;
        NativeStatus.Check(FaissNative.faissnet_index_save_to_memory(this, &data, &size));
        return new FaissBufferHandle(data, size);
    }
}
