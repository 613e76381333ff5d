using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Gives a binary index that numbers its vectors itself ids of the caller's choice. Ids need not be unique; filters see the caller's ids.
/// FAISS: <c>IndexBinaryIDMap</c>, and <c>IndexBinaryIDMap2</c> where vectors can be reconstructed by id.
/// </summary>
public sealed partial class BinaryIdMapIndex : BinaryIndex
{
    private readonly IdTable _ids;

    /// <summary>Puts a map in front of an empty index, which becomes part of this one.</summary>
    /// <param name="inner">The index that holds the vectors.</param>
    /// <param name="hasReverseMap">Whether to keep a table from ids to positions, so that vectors can be reconstructed. FAISS:
    /// <c>IndexBinaryIDMap2</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="inner"/> holds vectors already, whose ids nobody has told.</exception>
    public BinaryIdMapIndex(BinaryIndex inner, bool hasReverseMap = false)
        : base(Guard.NotNull(inner).Dimension)
    {
        if (inner.Count > 0)
            throw new ArgumentException($"The index to be mapped must be empty, but holds {inner.Count} vectors.", nameof(inner));
        Inner = inner;
        _ids = new IdTable(hasReverseMap);
    }

    /// <summary>Takes over an index with vectors and their ids, as they stand in a file.</summary>
    internal BinaryIdMapIndex(BinaryIndex inner, bool hasReverseMap, Rows<long> ids)
        : base(inner.Dimension)
    {
        if (ids.Count != inner.Count)
            throw new ArgumentException($"Expected {inner.Count} ids, one per vector, but got {ids.Count}.", nameof(ids));
        Inner = inner;
        _ids = new IdTable(hasReverseMap, ids);
    }

    /// <summary>The index that holds the vectors.</summary>
    public BinaryIndex Inner { get; }

    /// <summary>Whether vectors can be reconstructed by id; it costs a hash table.</summary>
    public bool HasReverseMap => _ids.HasReverseMap;

    /// <inheritdoc/>
    public override long Count => Inner.Count;

    /// <inheritdoc/>
    public override bool IsTrained => Inner.IsTrained;

    /// <inheritdoc/>
    public override string Description => $"{(HasReverseMap ? "IDMap2" : "IDMap")},{Inner.Description}";

    /// <summary>The id of each position, n × 1.</summary>
    internal Rows<long> Ids => _ids.Ids;

    /// <summary>
    /// The code size that the file says; FAISS before 1.9 leaves it at 0 here. Kept so that saving what was loaded changes nothing.
    /// </summary>
    internal int StatedCodeSize { get; init; } = -1;

    private protected override void DisposeCore()
    {
        Inner.Dispose();
        _ids.Dispose();
    }
}
