namespace FaissNet.Storage;

/// <summary>
/// Counts the native memory that a thread has asked for, freed since or not, as <see cref="GC.GetAllocatedBytesForCurrentThread"/> does for the rest:
/// tests bound with it what a file can make its reader allocate.
/// </summary>
internal static class NativeUsage
{
    [ThreadStatic]
    private static long t_requested;

    public static long RequestedBytesForCurrentThread => t_requested;

    public static void Note(nuint bytes) => t_requested += (long)bytes;
}
