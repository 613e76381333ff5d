using FaissSharp;

namespace FaissNet.Native;

/// <summary>
/// Translates id filters. Ranges, sets and bitmaps have native twins. A predicate is asked by native code about the ids that a search meets;
/// where that would be more often than once for each stored id, it is asked about those before.
/// </summary>
internal static class NativeFilter
{
    /// <param name="filter">The filter.</param>
    /// <param name="storedIds">The index that is going to use it.</param>
    /// <param name="askBefore">Whether predicates are asked about all stored ids at once. What they throw is thrown here then.</param>
    public static FaissIdFilterHandle Create(IdFilter filter, IStoredIds storedIds, bool askBefore) => filter switch
    {
        RangeIdFilter range => FaissIdFilterHandle.Range(range.Start, range.End),
        SetIdFilter set => FaissIdFilterHandle.Set(set.Ids.Items.AsSpan()),
        BitmapIdFilter bitmap => FaissIdFilterHandle.Bitmap(bitmap.Bits),
        AndIdFilter and => Combine(and.Left, and.Right, storedIds, askBefore, FaissIdFilterHandle.And),
        OrIdFilter or => Combine(or.Left, or.Right, storedIds, askBefore, FaissIdFilterHandle.Or),
        NotIdFilter not => Negate(not.Inner, storedIds, askBefore),
        _ when askBefore => Evaluate(filter, storedIds.GetStoredIds()),
        _ => FaissIdFilterHandle.Where(filter.Contains),
    };

    private static FaissIdFilterHandle Combine(
        IdFilter left,
        IdFilter right,
        IStoredIds storedIds,
        bool askBefore,
        Func<FaissIdFilterHandle, FaissIdFilterHandle, FaissIdFilterHandle> combine)
    {
        using FaissIdFilterHandle leftHandle = Create(left, storedIds, askBefore);
        using FaissIdFilterHandle rightHandle = Create(right, storedIds, askBefore);
        return combine(leftHandle, rightHandle);
    }

    private static FaissIdFilterHandle Negate(IdFilter inner, IStoredIds storedIds, bool askBefore)
    {
        using FaissIdFilterHandle handle = Create(inner, storedIds, askBefore);
        return FaissIdFilterHandle.Not(handle);
    }

    private static FaissIdFilterHandle Evaluate(IdFilter filter, long[] ids)
    {
        long largest = 0;
        foreach (long id in ids)
        {
            // A bitmap takes one look per vector, a set several; it must not be much larger than a set.
            if (id < 0 || id >= 64L * ids.Length)
                return FaissIdFilterHandle.Set(Array.FindAll(ids, filter.Contains));
            largest = Math.Max(largest, id);
        }
        var bits = new byte[largest / 8 + 1];
        foreach (long id in ids)
        {
            if (filter.Contains(id))
                bits[id >> 3] |= (byte)(1 << (int)(id & 7));
        }
        return FaissIdFilterHandle.Bitmap(bits);
    }
}
