namespace FaissNet;

public sealed partial class HnswIndex
{
    /// <inheritdoc/>
    internal override IndexOperations Operations
        => (base.Operations & ~(IndexOperations.Remove | IndexOperations.Merge)) | (_storage.Operations & IndexOperations.MemoryMap);

    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames => ["efSearch", "efConstruction"];

    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        switch (name)
        {
            case "efSearch":
                int efSearch = ParameterText.Whole(name, value, 1);
                EfSearch = apply ? efSearch : EfSearch;
                return true;
            case "efConstruction":
                int efConstruction = ParameterText.Whole(name, value, 1);
                Graph.EfConstruction = apply ? efConstruction : Graph.EfConstruction;
                return true;
            default:
                return false;
        }
    }

    private protected override void CopySettings(VectorIndex copy) => _storage.CopySettingsInner(((HnswIndex)copy)._storage);

    private protected override void ShrinkCore() => _storage.ShrinkInner();
}
