using FaissNet.Storage;

namespace FaissNet;

public abstract partial class IvfIndex
{
    /// <summary>Why the codes of <paramref name="other"/> mean something else here, or null when they mean the same.</summary>
    private protected abstract string? DifferenceFrom(IvfIndex other);

    private protected override long RemoveCore(IdFilter filter)
    {
        if (DirectMap.Type == DirectMapType.Array)
            throw ListEditing.ArrayMap();
        return RemoveMarked(ListEditing.Mark(Lists, filter));
    }

    private long RemoveMarked(IdFilter?[] marked)
    {
        long removed = ListEditing.RemoveMarked(Lists, DirectMap, marked);
        _count -= removed;
        return removed;
    }

    /// <summary>Gives each stored vector the id that a table has for its present one.</summary>
    internal void Renumber(Rows<long> idOf)
    {
        for (int list = 0; list < NList; list++)
        {
            Rows<long> ids = Lists.Ids(list);
            for (long row = 0; row < ids.Count; row++)
                ids[row][0] = idOf[ids[row][0]][0];
        }
        if (DirectMap.Type == DirectMapType.HashTable)
            DirectMap = DirectMap.FromTable(DirectMap.Table.Select(pair => KeyValuePair.Create(idOf[pair.Key][0], pair.Value)));
    }

    internal override void RequireMergeable(VectorIndex other, long idShift)
    {
        IvfIndex source = MergeChecks.SameType(this, other);
        if (DirectMap.Type != DirectMapType.None || source.DirectMap.Type != DirectMapType.None)
            throw new NotSupportedException("Indexes with a direct map cannot be merged.");
        string? difference =
            source.NList != NList ? "the numbers of lists must be equal"
            : source.IsTrained != IsTrained ? "both must be trained"
            : !MergeChecks.Equal(source.Centroids, Centroids) ? "the centroids must be equal"
            : DifferenceFrom(source);
        if (difference is not null)
            throw new ArgumentException($"Cannot merge {other} into {this}: {difference}.", nameof(other));
    }

    private protected override void MergeCore(VectorIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        var source = (IvfIndex)other;
        Lists.Append(source.Lists, idShift);
        _count += source._count;
        source.ResetCore();
    }

    private protected override void ResetCore()
    {
        Lists.Clear();
        DirectMap.Clear();
        _count = 0;
    }
}
