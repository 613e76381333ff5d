namespace FaissNet;

/// <summary>Asserts what warm code allocates on the calling thread.</summary>
internal static class AllocationAssert
{
    private const int MostRuns = 20;

    /// <summary>
    /// Asserts that <paramref name="action"/> allocates nothing on the managed heap once it is warm. What allocates, allocates in every run; the
    /// runtime's own work (types loaded, methods replaced by their optimized form) falls into some of the early ones. So one run without an
    /// allocation decides.
    /// </summary>
    public static void NoneOnceWarm(Action action)
    {
        long least = long.MaxValue;
        for (int run = 0; run < MostRuns && least > 0; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }
}
