namespace FaissSharp;

/// <summary>An index over packed bit vectors, owned. Matrices are row-major with d / 8 bytes per row.</summary>
/// <remarks>
/// Searching, reconstructing, saving and reading properties may happen at the same time; everything else is exclusive. Every method throws
/// <see cref="FaissException"/> or one of its kinds where the native library refuses, <see cref="ArgumentException"/> where a span has the
/// wrong length, and <see cref="ObjectDisposedException"/> after Dispose.
/// </remarks>
public sealed unsafe partial class FaissBinaryIndexHandle : FaissHandle
{
    private int _dimension;

    /// <summary>An empty index from a FAISS factory string such as <c>BFlat</c> or <c>BIVF1024</c>.</summary>
    public static FaissBinaryIndexHandle Create(int dimension, string factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        NativeStatus.Check(FaissNative.faissnet_binary_index_create(dimension, factory, out FaissBinaryIndexHandle index));
        return index;
    }

    /// <summary>An independent copy of the index with all it contains.</summary>
    public FaissBinaryIndexHandle Clone()
    {
        NativeStatus.Check(FaissNative.faissnet_binary_index_clone(this, out FaissBinaryIndexHandle copy));
        return copy;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        FaissNative.faissnet_binary_index_free(handle);
        return true;
    }
}
