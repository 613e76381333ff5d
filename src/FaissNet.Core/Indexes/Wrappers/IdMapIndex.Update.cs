using FaissNet.Storage;

namespace FaissNet;

public sealed partial class IdMapIndex
{
    /// <inheritdoc/>
    internal override IndexOperations Operations
    {
        get
        {
            IndexOperations inner = Inner.Operations & ~(IndexOperations.Remove | IndexOperations.Update);
            IndexOperations operations = inner | IndexOperations.AddWithIds
                | (IsRemovable ? IndexOperations.Remove | IndexOperations.Update : IndexOperations.None);
            return HasReverseMap ? operations : operations & ~IndexOperations.Reconstruct;
        }
    }

    private protected override long UpdateCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        RequireRemovable();
        // What will go is marked first; then comes what can fail; taking out cannot.
        IdFilter marked = PositionBitmap.OfIds(IdFilter.Of(ids.AsSpan()), Ids);
        AddCore(vectors, ids, options);
        return RemovePositions(marked);
    }

    private protected override void ShrinkCore()
    {
        Inner.ShrinkInner();
        _ids.TrimExcess();
    }

    private protected override void CopySettings(VectorIndex copy) => Inner.CopySettingsInner(((IdMapIndex)copy).Inner);
}
