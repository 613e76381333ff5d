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
            DirectMap = MapOfLists();
        return removed;
    }

    private protected override void ShrinkCore() => Lists.TrimExcess();

    private protected override void CopySettings(VectorIndex copy)
    {
        var other = (IvfIndex)copy;
        other.MaxCodes = MaxCodes;
        _coarse.CopySettingsInner(other._coarse);
    }

    /// <summary>A hash table of where every id is, the last one where several are equal.</summary>
    private DirectMap MapOfLists()
    {
        var entries = new List<KeyValuePair<long, long>>();
        for (int list = 0; list < NList; list++)
        {
            Rows<long> ids = Lists.Ids(list);
            for (long row = 0; row < ids.Count; row++)
                entries.Add(KeyValuePair.Create(ids[row][0], DirectMap.Entry(list, row)));
        }
        return DirectMap.FromTable(entries);
    }
}
