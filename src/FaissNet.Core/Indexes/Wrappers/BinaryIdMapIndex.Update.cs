using FaissNet.Storage;

namespace FaissNet;

/// <content>Removing and replacing vectors, and settings.</content>
public sealed partial class BinaryIdMapIndex
{
    /// <inheritdoc/>
    internal override IndexOperations Operations
    {
        get
        {
            const IndexOperations removing = IndexOperations.Remove | IndexOperations.Update;
            IndexOperations all = (Inner.Operations & ~removing) | IndexOperations.AddWithIds | (IsRemovable ? removing : IndexOperations.None);
            return HasReverseMap ? all : all & ~(IndexOperations.Reconstruct | IndexOperations.SearchAndReconstruct);
        }
    }

    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames => Inner.ParameterNames;

    private bool IsRemovable => Inner is BinaryFlatIndex or BinaryMultiHashIndex;

    private protected override bool SetParameterCore(string name, double value, bool apply) => Inner.SetParameterInner(name, value, apply);

    private protected override long RemoveCore(IdFilter filter)
    {
        RequireRemovable();
        return RemovePositions(PositionBitmap.OfIds(filter, Ids));
    }

    private protected override long UpdateCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        RequireRemovable();
        // What will go is marked first; then comes what can fail; taking out cannot.
        IdFilter marked = PositionBitmap.OfIds(IdFilter.Of(ids.AsSpan()), Ids);
        AddCore(vectors, ids, options);
        return RemovePositions(marked);
    }

    private protected override void CopySettings(BinaryIndex copy) => Inner.CopySettingsInner(((BinaryIdMapIndex)copy).Inner);

    private void RequireRemovable()
    {
        if (!IsRemovable)
            throw new NotSupportedException($"{Inner.Description} does not move its vectors up when some are removed, so ids cannot follow.");
    }

    private long RemovePositions(IdFilter positions)
    {
        long removed = Inner.RemoveInner(positions);
        _ids.Remove(positions);
        return removed;
    }
}
