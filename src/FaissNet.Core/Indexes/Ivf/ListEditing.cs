using FaissNet.Storage;

namespace FaissNet;

/// <summary>What float and binary inverted files do alike with their lists and the map of where each id is.</summary>
internal static class ListEditing
{
    /// <summary>For each list the rows whose ids a filter contains; null for an empty list.</summary>
    public static IdFilter?[] Mark(InvertedLists lists, IdFilter filter)
    {
        var marked = new IdFilter?[lists.Count];
        for (int list = 0; list < lists.Count; list++)
        {
            if (lists.Length(list) > 0)
                marked[list] = PositionBitmap.OfIds(filter, lists.Ids(list));
        }
        return marked;
    }

    /// <summary>Takes out marked rows, in FAISS's order; rows behind those that were marked stay.</summary>
    /// <returns>How many were taken out.</returns>
    public static long RemoveMarked(InvertedLists lists, DirectMap map, IdFilter?[] marked)
    {
        long removed = 0;
        for (int list = 0; list < lists.Count; list++)
        {
            if (marked[list] is { } rows)
                removed += RemoveMarked(lists, map, list, rows);
        }
        return removed;
    }

    public static NotSupportedException ArrayMap() => new("The index has an array as direct map, which cannot express that ids are gone.");

    /// <summary>Where an id is, found by looking through all lists; −1 where it is nowhere.</summary>
    public static long Locate(InvertedLists lists, long id)
    {
        for (int list = 0; list < lists.Count; list++)
        {
            Rows<long> ids = lists.Ids(list);
            for (long start = 0; start < ids.Count; start += int.MaxValue)
            {
                int found = ids.Slice(start, Math.Min(int.MaxValue, ids.Count - start)).AsSpan().IndexOf(id);
                if (found >= 0)
                    return DirectMap.Entry(list, start + found);
            }
        }
        return -1;
    }

    /// <summary>A map over ids from 0 to <paramref name="count"/>.</summary>
    /// <exception cref="InvalidOperationException">The ids are others.</exception>
    public static DirectMap MapOf(InvertedLists lists, long count)
    {
        var entries = new long[count];
        Array.Fill(entries, -1);
        for (int list = 0; list < lists.Count; list++)
        {
            Rows<long> ids = lists.Ids(list);
            for (long row = 0; row < ids.Count; row++)
            {
                long id = ids[row][0];
                if ((ulong)id >= (ulong)count)
                    throw new InvalidOperationException($"A direct map needs the ids 0 to {count - 1}, but the index holds the id {id}.");
                entries[id] = DirectMap.Entry(list, row);
            }
        }
        return DirectMap.FromArray(entries);
    }

    /// <summary>A hash table of where every id is, the last one where several are equal.</summary>
    public static DirectMap TableOf(InvertedLists lists)
    {
        var entries = new List<KeyValuePair<long, long>>();
        for (int list = 0; list < lists.Count; list++)
        {
            Rows<long> ids = lists.Ids(list);
            for (long row = 0; row < ids.Count; row++)
                entries.Add(KeyValuePair.Create(ids[row][0], DirectMap.Entry(list, row)));
        }
        return DirectMap.FromTable(entries);
    }

    /// <summary>The list's last row takes the place of a removed one and is then looked at itself.</summary>
    private static long RemoveMarked(InvertedLists lists, DirectMap map, int list, IdFilter marked)
    {
        long before = lists.Length(list);
        long row = 0;
        long origin = 0;
        while (row < lists.Length(list))
        {
            if (!marked.Contains(origin))
            {
                origin = ++row;
                continue;
            }
            map.Remove(lists.Ids(list)[row][0]);
            origin = lists.Length(list) - 1;
            if (origin > row)
                map.Move(lists.RemoveBySwap(list, row), DirectMap.Entry(list, row));
            else
                lists.RemoveBySwap(list, row);
        }
        return before - lists.Length(list);
    }
}
