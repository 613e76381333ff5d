using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// A graph of neighbours over binary vectors: a search walks from node to node toward the query and compares only what it meets. FAISS:
/// <c>IndexBinaryHNSW</c>.
/// </summary>
/// <remarks>
/// The C# engine searches graphs that FAISS has built; it does not build them. Ids are positions. Results, with their order, are those of FAISS 1.15.
/// </remarks>
public sealed partial class BinaryHnswIndex : BinaryIndex
{
    private readonly BinaryFlatIndex _storage;
    private readonly HnswGraph _graph;
    private readonly IdlePool<GraphSearcher> _searchers = new();

    internal BinaryHnswIndex(BinaryFlatIndex storage, HnswGraph graph)
        : base(storage.Dimension)
    {
        _storage = storage;
        _graph = graph;
    }

    /// <summary>The index that holds the vectors. It belongs to this index. FAISS: <c>storage</c>.</summary>
    public BinaryIndex Storage => _storage;

    /// <inheritdoc cref="HnswIndex.M"/>
    public int M => _graph.M;

    /// <summary>
    /// Candidates that a search looks at, at least 1: more of them find more of the true neighbours and take longer. It is saved with the index, and
    /// <see cref="SearchOptions.EfSearch"/> overrides it for one call. Default 16. FAISS: <c>efSearch</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int EfSearch
    {
        get => _graph.EfSearch;
        set
        {
            if (value < 1)
                throw new ArgumentOutOfRangeException(nameof(value), value, "efSearch must be at least 1.");
            _graph.EfSearch = value;
        }
    }

    /// <inheritdoc/>
    public override long Count => _storage.Count;

    /// <inheritdoc/>
    public override bool IsTrained => true;

    /// <inheritdoc/>
    public override string Description => $"BHNSW{M}";

    /// <summary>Who is whose neighbour.</summary>
    internal HnswGraph Graph => _graph;

    /// <summary>The vectors, row by row.</summary>
    internal CodeBuffer Codes => _storage.Codes;

    internal override IndexOperations Operations
        => IndexOperations.RangeSearch | IndexOperations.Filter | IndexOperations.Reconstruct | IndexOperations.SearchAndReconstruct
            | IndexOperations.Save | IndexOperations.Clone | IndexOperations.MemoryMap;

    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames => ["efSearch"];

    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        if (name != "efSearch")
            return false;
        int efSearch = ParameterText.Whole(name, value, 1);
        EfSearch = apply ? efSearch : EfSearch;
        return true;
    }

    private protected override void TrainCore(Rows<byte> vectors, BuildOptions options)
    {
        // Neither the vectors nor the graph learn from a sample.
    }

    private protected override void AddCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        if (vectors.Count > 0)
            throw new NotSupportedException("The C# engine searches graphs, but does not build them; the native engine (FAISS) does.");
    }

    private protected override long RemoveCore(IdFilter filter)
        => throw new NotSupportedException($"{Description} cannot remove vectors: the graph leads through them.");

    internal override void RequireMergeable(BinaryIndex other, long idShift)
        => throw new NotSupportedException($"{Description} cannot merge: two graphs do not make one.");

    private protected override void MergeCore(BinaryIndex other, long idShift) => RequireMergeable(other, idShift);

    private protected override void ResetCore()
    {
        _graph.Clear();
        _storage.ResetInner();
    }

    private protected override void ReconstructCore(long id, Span<byte> vector) => _storage.ReconstructInner(id, vector);

    private protected override void DisposeCore()
    {
        _searchers.Dispose();
        _graph.Dispose();
        _storage.Dispose();
    }
}
