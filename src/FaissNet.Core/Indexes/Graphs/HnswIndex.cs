using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// A graph of neighbours over vectors that another index holds: a search walks from node to node toward the query and compares only what it meets.
/// FAISS: <c>IndexHNSWFlat</c>, <c>IndexHNSWSQ</c>, <c>IndexHNSWPQ</c>.
/// </summary>
/// <remarks>
/// Ids are positions. Results, with their order, are those of FAISS 1.15 (before 1.14.3, FAISS orders equal inner products by ascending id, and its
/// queue of candidates sometimes ends a search early). A stand-alone code is that of the storage.
/// </remarks>
public sealed partial class HnswIndex : VectorIndex
{
    private readonly FlatCodesIndex _storage;
    private readonly IdlePool<GraphSearcher> _searchers = new();

    internal HnswIndex(FlatCodesIndex storage, HnswGraph graph)
        : base(storage.Dimension, storage.Metric)
    {
        _storage = storage;
        Graph = graph;
    }

    /// <summary>The index that holds the vectors: flat, scalar or product quantizer codes. It belongs to this index. FAISS: <c>storage</c>.</summary>
    public VectorIndex Storage => _storage;

    /// <summary>Neighbours of a node on each level but the lowest, which has twice as many. FAISS: <c>M</c>.</summary>
    public int M => Graph.M;

    /// <summary>
    /// Candidates that a search looks at, at least 1: more of them find more of the true neighbours and take longer. It is saved with the index, and
    /// <see cref="SearchOptions.EfSearch"/> overrides it for one call. Default 16. FAISS: <c>efSearch</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int EfSearch
    {
        get => Graph.EfSearch;
        set
        {
            if (value < 1)
                throw new ArgumentOutOfRangeException(nameof(value), value, "efSearch must be at least 1.");
            Graph.EfSearch = value;
        }
    }

    /// <inheritdoc/>
    public override long Count => _storage.Count;

    /// <inheritdoc/>
    public override bool IsTrained => _storage.IsTrained;

    /// <inheritdoc/>
    public override int CodeSize => _storage.CodeSize;

    /// <inheritdoc/>
    public override string Description => $"HNSW{M},{_storage.Description}";

    /// <summary>Who is whose neighbour.</summary>
    internal HnswGraph Graph { get; }

    private protected override void DisposeCore()
    {
        _searchers.Dispose();
        Graph.Dispose();
        _storage.Dispose();
    }
}
