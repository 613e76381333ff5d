namespace FaissNet;

public sealed partial class RefineIndex
{
    /// <inheritdoc/>
    internal override IndexOperations Operations
    {
        get
        {
            const IndexOperations ofBase = IndexOperations.RangeSearch | IndexOperations.Filter;
            const IndexOperations ofStore = IndexOperations.Reconstruct | IndexOperations.SearchAndReconstruct;
            const IndexOperations ofBoth = IndexOperations.Merge | IndexOperations.Codec | IndexOperations.Save | IndexOperations.Clone;
            const IndexOperations ofEither = IndexOperations.MemoryMap;
            IndexOperations first = Base.Operations;
            IndexOperations second = RefineStore.Operations;
            return (first & ofBase) | (second & ofStore) | (first & second & ofBoth) | ((first | second) & ofEither);
        }
    }

    private protected override void ShrinkCore()
    {
        Base.ShrinkInner();
        RefineStore.ShrinkInner();
    }

    private protected override void CopySettings(VectorIndex copy)
    {
        var other = (RefineIndex)copy;
        Base.CopySettingsInner(other.Base);
        RefineStore.CopySettingsInner(other.RefineStore);
    }
}
