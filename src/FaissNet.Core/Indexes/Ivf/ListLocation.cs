namespace FaissNet;

/// <summary>Where a vector is stored, as one number that a heap can hold in the place of an id: the list in the upper half, the row in the lower.</summary>
internal static class ListLocation
{
    /// <summary>Rows that a list may have to be addressed like that.</summary>
    public const long MaxRows = 1L << 32;

    public static long Of(long list, long row) => (list << 32) | row;

    public static int List(long location) => (int)(location >> 32);

    public static long Row(long location) => location & (MaxRows - 1);
}
