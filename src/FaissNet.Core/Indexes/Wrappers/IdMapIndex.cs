using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Gives an index that numbers its vectors itself ids of the caller's choice. Ids need not be unique; filters see the caller's ids.
/// FAISS: <c>IndexIDMap</c>, and <c>IndexIDMap2</c> where vectors can be reconstructed by id.
/// </summary>
public sealed partial class IdMapIndex : VectorIndex
{
    private readonly IdTable _ids;

    /// <summary>Puts a map in front of an empty index, which becomes part of this one.</summary>
    /// <param name="inner">The index that holds the vectors.</param>
    /// <param name="hasReverseMap">Whether to keep a table from ids to positions, so that vectors can be reconstructed. FAISS: <c>IndexIDMap2</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="inner"/> holds vectors already, whose ids nobody has told.</exception>
    public IdMapIndex(VectorIndex inner, bool hasReverseMap = false)
        : base(NotNull(inner).Dimension, inner.Metric)
    {
        if (inner.Count > 0)
            throw new ArgumentException($"The index to be mapped must be empty, but holds {inner.Count} vectors.", nameof(inner));
        Inner = inner;
        _ids = new IdTable(hasReverseMap);
    }

    /// <summary>Takes over an index with vectors and their ids, as they stand in a file.</summary>
    internal IdMapIndex(VectorIndex inner, bool hasReverseMap, Rows<long> ids)
        : base(inner.Dimension, inner.Metric)
    {
        if (ids.Count != inner.Count)
            throw new ArgumentException($"Expected {inner.Count} ids, one per vector, but got {ids.Count}.", nameof(ids));
        Inner = inner;
        _ids = new IdTable(hasReverseMap, ids);
    }

    /// <summary>The index that holds the vectors.</summary>
    public VectorIndex Inner { get; }

    /// <summary>Whether vectors can be reconstructed by id; it costs a hash table.</summary>
    public bool HasReverseMap => _ids.HasReverseMap;

    /// <inheritdoc/>
    public override long Count => Inner.Count;

    /// <inheritdoc/>
    public override bool IsTrained => Inner.IsTrained;

    /// <inheritdoc/>
    public override int CodeSize => Inner.CodeSize;

    /// <inheritdoc/>
    public override string Description => $"{(HasReverseMap ? "IDMap2" : "IDMap")},{Inner.Description}";

    /// <summary>The id of each position, n × 1.</summary>
    internal Rows<long> Ids => _ids.Ids;

    private protected override void DisposeCore()
    {
        Inner.Dispose();
        _ids.Dispose();
    }

    private static VectorIndex NotNull(VectorIndex inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return inner;
    }
}
