namespace FaissNet;

/// <summary>Packed bits in, nearest neighbours by Hamming distance out. Both engines derive from this class; it checks every argument once.</summary>
/// <remarks>
/// <para>Vectors are row-major: n vectors of d bits are n·d/8 bytes; bit i of a vector is bit i % 8 (least significant first) of byte i / 8.</para>
/// <para>Thread-safety: searches and reconstruction may run together; whatever changes the index must run alone.</para>
/// <para>Ties come by ascending id; where fewer than k neighbours exist the id is −1 and the distance <see cref="int.MaxValue"/>.</para>
/// </remarks>
public abstract partial class BinaryIndex : IDisposable
{
    private bool _disposed;

    private protected BinaryIndex(int dimension)
    {
        Dimension = Guard.BitDimension(dimension);
        CodeSize = dimension / 8;
    }

    /// <summary>Number of bits of a vector: d, a multiple of 8.</summary>
    public int Dimension { get; }

    /// <summary>Bytes of a vector: d / 8.</summary>
    public int CodeSize { get; }

    /// <summary>Which engine this index belongs to.</summary>
    public virtual Engine Engine => Engine.Managed;

    /// <summary>Number of stored vectors. FAISS: <c>ntotal</c>.</summary>
    public abstract long Count { get; }

    /// <summary>Whether vectors can be added and searched.</summary>
    public abstract bool IsTrained { get; }

    /// <summary>The index as a FAISS binary factory string, e.g. <c>BFlat</c>.</summary>
    public abstract string Description { get; }

    /// <summary>Frees the memory of the index at once.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        DisposeCore();
        GC.SuppressFinalize(this);
    }

    /// <summary>The factory string and the number of vectors.</summary>
    public override string ToString() => $"{Description} (Hamming, d = {Dimension}, {Count} vectors)";

    private protected abstract void DisposeCore();

    private protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    private protected void ThrowIfNotTrained() => Guard.Trained(IsTrained, "index");
}
