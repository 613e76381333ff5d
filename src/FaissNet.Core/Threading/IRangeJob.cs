namespace FaissNet.Threading;

/// <summary>Work over a range of rows that may be cut anywhere; parts run at the same time and must not touch each other's results.</summary>
internal interface IRangeJob
{
    /// <summary>Does rows <paramref name="start"/> (inclusive) to <paramref name="end"/> (exclusive).</summary>
    void Run(long start, long end);
}
