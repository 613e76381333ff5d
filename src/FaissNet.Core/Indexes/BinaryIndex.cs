using FaissNet.Storage;

namespace FaissNet;

/// <summary>Packed bits in, nearest neighbours by Hamming distance out. Both engines derive from this class; it checks every argument once.</summary>
/// <remarks>
/// <para>Vectors are row-major: n vectors of d bits are n·d/8 bytes; bit i of a vector is bit i % 8 (least significant first) of byte i / 8.</para>
/// <para>Thread-safety: searches and reconstruction may run together; whatever changes the index must run alone.</para>
/// <para>Ties come by ascending id; where fewer than k neighbours exist the id is −1 and the distance <see cref="int.MaxValue"/>.</para>
/// </remarks>
public abstract partial class BinaryIndex : IDisposable, IMappable
{
    private bool _disposed;
    private MappedFile? _file;

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

    /// <summary>Whether the index uses codes of a mapped file; it cannot be changed then. See <see cref="LoadOptions.MemoryMap"/>.</summary>
    public bool IsMemoryMapped => _file is not null;

    MappedFile? IMappable.File
    {
        get => _file;
        set => _file = value;
    }

    /// <summary>Frees the memory of the index at once.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        DisposeCore();
        _file?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The factory string and the number of vectors.</summary>
    public override string ToString() => $"{Description} (Hamming, d = {Dimension}, {Count} vectors)";

    private protected abstract void DisposeCore();

    /// <summary>Asked before anything is read.</summary>
    private protected void CheckUse()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _file?.ThrowIfChanged();
    }

    /// <summary>Asked before anything is changed.</summary>
    private protected void CheckChange()
    {
        CheckUse();
        if (IsMemoryMapped)
            throw ReadOnlyStorage.Error();
    }

    /// <summary>
    /// Asked after codes have been read: a file that has changed meanwhile makes what was read worthless. It also keeps the memory of the index from
    /// being freed by its finalizer while a method of it runs.
    /// </summary>
    private protected void CheckUsed()
    {
        _file?.ThrowIfChanged();
        GC.KeepAlive(this);
    }

    private protected void ThrowIfNotTrained() => Guard.Trained(IsTrained, "index");
}
