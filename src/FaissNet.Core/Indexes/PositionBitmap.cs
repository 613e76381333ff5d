using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Asks a filter once about every vector, before anything changes: a filter that throws leaves the index as it was, and one that changes
/// its mind cannot tear codes and ids apart.
/// </summary>
internal static class PositionBitmap
{
    /// <summary>The positions 0 to <paramref name="count"/> that a filter over positions contains.</summary>
    public static IdFilter Of(IdFilter filter, long count)
    {
        var bits = new byte[checked((count + 7) / 8)];
        for (long position = 0; position < count; position++)
        {
            if (filter.Contains(position))
                bits[position >> 3] |= (byte)(1 << (int)(position & 7));
        }
        return new BitmapIdFilter(bits);
    }

    /// <summary>The positions of the ids that a filter over ids contains.</summary>
    public static IdFilter OfIds(IdFilter filter, Rows<long> ids)
    {
        var bits = new byte[checked((ids.Count + 7) / 8)];
        for (long position = 0; position < ids.Count; position++)
        {
            if (filter.Contains(ids[position][0]))
                bits[position >> 3] |= (byte)(1 << (int)(position & 7));
        }
        return new BitmapIdFilter(bits);
    }
}
