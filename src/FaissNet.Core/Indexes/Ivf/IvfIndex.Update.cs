using FaissNet.Storage;

namespace FaissNet;

public abstract partial class IvfIndex
{
    /// <inheritdoc/>
    internal override IndexOperations Operations
    {
        get
        {
            IndexOperations all = base.Operations | IndexOperations.Update | (Lists.CanMap ? IndexOperations.MemoryMap : IndexOperations.None);
            return DirectMap.Type switch
            {
                DirectMapType.Array => all & ~(IndexOperations.AddWithIds | IndexOperations.Update | IndexOperations.Remove | IndexOperations.Merge),
                DirectMapType.HashTable => all & ~IndexOperations.Merge,
                _ => all,
            };
        }
    }

    private protected override long UpdateCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        if (DirectMap.Type == DirectMapType.Array)
            throw new NotSupportedException("The index has an array as direct map, which numbers vectors from 0 on and cannot take ids.");
        // What will go is marked first; then comes what can fail; taking out cannot.
        IdFilter?[] marked = ListEditing.Mark(Lists, IdFilter.Of(ids.AsSpan()));
        AddCore(vectors, ids, options);
        long removed = RemoveMarked(marked);
        if (DirectMap.Type == DirectMapType.HashTable)
            DirectMap = ListEditing.TableOf(Lists);
        return removed;
    }

    private protected override void ShrinkCore() => Lists.TrimExcess();

    private protected override void CopySettings(VectorIndex copy)
    {
        var other = (IvfIndex)copy;
        other.MaxCodes = MaxCodes;
        _coarse.CopySettingsInner(other._coarse);
    }
}
