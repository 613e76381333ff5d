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

    /// <summary>The bytes that <see cref="Save(string)"/> would write.</summary>
    public FaissBufferHandle Save()
    {
        byte* data;
        long size;
        NativeStatus.Check(FaissNative.faissnet_index_save_to_memory(this, &data, &size));
        return new FaissBufferHandle(data, size);
    }
}
