namespace FaissSharp;

/// <summary>An index over float vectors, owned. Matrices are row-major.</summary>
/// <remarks>
/// Searching, reconstructing, encoding, saving and reading properties may happen at the same time; everything else is exclusive. Every
/// method throws <see cref="FaissException"/> or one of its kinds where the native library refuses, <see cref="ArgumentException"/> where a
/// span has the wrong length, and <see cref="ObjectDisposedException"/> after Dispose.
/// </remarks>
public sealed unsafe partial class FaissIndexHandle : FaissHandle
{
    private int _dimension;

    /// <summary>An empty index from a FAISS factory string such as <c>IVF1024,PQ16</c>.</summary>
    public static FaissIndexHandle Create(int dimension, string factory, faissnet_metric metric)
    {
        ArgumentNullException.ThrowIfNull(factory);
        NativeStatus.Check(FaissNative.faissnet_index_create(dimension, factory, (int)metric, out FaissIndexHandle index));
        return index;
    }

    /// <summary>An independent copy of the index with all it contains.</summary>
    public FaissIndexHandle Clone()
    {
        NativeStatus.Check(FaissNative.faissnet_index_clone(this, out FaissIndexHandle copy));
        return copy;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        FaissNative.faissnet_index_free(handle);
        return true;
    }
}
