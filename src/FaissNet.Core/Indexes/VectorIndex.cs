using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Float vectors in, nearest neighbours out. Both engines derive from this class; it checks every argument once, so that they treat bad
/// ones alike.
/// </summary>
/// <remarks>
/// <para>Vectors are row-major: n vectors of dimension d are n·d floats, one vector after another. All values must be finite.</para>
/// <para>Thread-safety: searches, reconstruction, encoding and decoding may run together; whatever changes the index (train, add, remove,
/// merge, reset, dispose, setting a property) must run alone.</para>
/// <para>Distances, the order of results and the treatment of ties are FAISS's: ties come by ascending id for L2 and by descending id for the
/// inner product; where fewer than k neighbours exist the id is −1 and the distance the largest (L2) or smallest (inner product) float.</para>
/// </remarks>
public abstract partial class VectorIndex : IDisposable, IMappable
{
    private bool _disposed;
    private MappedFile? _file;

    private protected VectorIndex(int dimension, Metric metric)
    {
        Dimension = Guard.Dimension(dimension);
        Metric = Guard.Metric(metric);
    }

    /// <summary>Number of components of a vector: d.</summary>
    public int Dimension { get; }

    /// <summary>How vectors are compared.</summary>
    public Metric Metric { get; }

    /// <summary>Which engine this index belongs to.</summary>
    public virtual Engine Engine => Engine.Managed;

    /// <summary>Number of stored vectors. FAISS: <c>ntotal</c>.</summary>
    public abstract long Count { get; }

    /// <summary>Whether vectors can be added and searched. Indexes with nothing to learn are trained from the start.</summary>
    public abstract bool IsTrained { get; }

    /// <summary>
    /// Bytes of one stand-alone code, as <see cref="Encode(ReadOnlySpan{float}, Span{byte}, BuildOptions)"/> writes it. FAISS:
    /// <c>sa_code_size</c>; inverted files put the list number in front of the code.
    /// </summary>
    public abstract int CodeSize { get; }

    /// <summary>The index as a FAISS factory string, e.g. <c>IVF1024,PQ16np</c>.</summary>
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
    public override string ToString() => $"{Description} ({Metric}, d = {Dimension}, {Count} vectors)";

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
