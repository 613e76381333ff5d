using FaissSharp;

namespace FaissNet.Native;

/// <summary>Translates id filters. Ranges, sets and bitmaps have native twins; a predicate is asked once for each stored id.</summary>
internal static class NativeFilter
{
    public static FaissIdFilterHandle Create(IdFilter filter, IStoredIds storedIds) => filter switch
    {
        RangeIdFilter range => FaissIdFilterHandle.Range(range.Start, range.End),
        SetIdFilter set => FaissIdFilterHandle.Set(set.Ids.Items.AsSpan()),
        BitmapIdFilter bitmap => FaissIdFilterHandle.Bitmap(bitmap.Bits),
        AndIdFilter and => Combine(and.Left, and.Right, storedIds, FaissIdFilterHandle.And),
        OrIdFilter or => Combine(or.Left, or.Right, storedIds, FaissIdFilterHandle.Or),
        NotIdFilter not => Negate(not.Inner, storedIds),
        _ => Evaluate(filter, storedIds.GetStoredIds()),
    };

    private static FaissIdFilterHandle Combine(
        IdFilter left, IdFilter right, IStoredIds storedIds, Func<FaissIdFilterHandle, FaissIdFilterHandle, FaissIdFilterHandle> combine)
    {
        using FaissIdFilterHandle leftHandle = Create(left, storedIds);
        using FaissIdFilterHandle rightHandle = Create(right, storedIds);
        return combine(leftHandle, rightHandle);
    }

    private static FaissIdFilterHandle Negate(IdFilter inner, IStoredIds storedIds)
    {
        using FaissIdFilterHandle handle = Create(inner, storedIds);
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
