using FaissNet.Storage;

namespace FaissNet;

public abstract partial class IvfIndex
{
    /// <summary>Why the codes of <paramref name="other"/> mean something else here, or null when they mean the same.</summary>
    private protected abstract string? DifferenceFrom(IvfIndex other);

    private protected override long RemoveCore(IdFilter filter)
    {
        if (DirectMap.Type == DirectMapType.Array)
            throw new NotSupportedException("The index has an array as direct map, which cannot express that ids are gone.");
        return RemoveMarked(MarkRows(filter));
    }

    /// <summary>For each list the rows whose ids a filter contains; null for an empty list.</summary>
    private IdFilter?[] MarkRows(IdFilter filter)
    {
        var marked = new IdFilter?[NList];
        for (int list = 0; list < NList; list++)
        {
            if (Lists.Length(list) > 0)
                marked[list] = PositionBitmap.OfIds(filter, Lists.Ids(list));
        }
        return marked;
    }

    private long RemoveMarked(IdFilter?[] marked)
    {
        long removed = 0;
        for (int list = 0; list < NList; list++)
        {
            if (marked[list] is { } rows)
                removed += RemoveMarked(list, rows);
        }
        _count -= removed;
        return removed;
    }

    /// <summary>FAISS's order: the list's last row takes the place of a removed one and is then looked at itself.</summary>
    private long RemoveMarked(int list, IdFilter marked)
    {
        long before = Lists.Length(list);
        long row = 0;
        long origin = 0;
        while (row < Lists.Length(list))
        {
            if (!marked.Contains(origin))
            {
                origin = ++row;
                continue;
            }
            DirectMap.Remove(Lists.Ids(list)[row][0]);
            origin = Lists.Length(list) - 1;
            if (origin > row)
                DirectMap.Move(Lists.RemoveBySwap(list, row), DirectMap.Entry(list, row));
            else
                Lists.RemoveBySwap(list, row);
        }
        return before - Lists.Length(list);
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
