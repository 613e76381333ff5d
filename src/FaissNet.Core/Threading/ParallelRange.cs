namespace FaissNet.Threading;

/// <summary>
/// Runs a range of rows on the calling thread or on several, in chunks, looking for cancellation between chunks. With one worker it allocates
/// nothing, which is what keeps a warm single-threaded search free of garbage.
/// </summary>
internal static class ParallelRange
{
    /// <summary>How many workers a caller's wish comes to: 0 or less means all cores.</summary>
    public static int Workers(int maxDegreeOfParallelism)
        => maxDegreeOfParallelism <= 0 ? Environment.ProcessorCount : maxDegreeOfParallelism;

    /// <summary>Runs <paramref name="job"/> over [0, <paramref name="count"/>) in chunks of <paramref name="chunk"/> rows.</summary>
    /// <param name="job">The work.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="chunk">Rows that one call of the job gets at most.</param>
    /// <param name="maxDegreeOfParallelism">Threads at most; 0 means all cores.</param>
    /// <param name="cancellationToken">Looked at before each chunk.</param>
    /// <param name="completed">Told how many rows a finished chunk had; called from any worker.</param>
    public static void Run<TJob>(
        TJob job, long count, long chunk, int maxDegreeOfParallelism, CancellationToken cancellationToken, Action<long>? completed = null)
        where TJob : IRangeJob
    {
        chunk = Math.Max(1, chunk);
        long chunks = (count + chunk - 1) / chunk;
        int workers = (int)Math.Min(Workers(maxDegreeOfParallelism), chunks);
        if (workers <= 1)
        {
            for (long start = 0; start < count; start += chunk)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long end = Math.Min(count, start + chunk);
                job.Run(start, end);
                completed?.Invoke(end - start);
            }
            return;
        }
        RunParallel(job, count, chunk, workers, cancellationToken, completed);
    }

    private static void RunParallel<TJob>(
        TJob job, long count, long chunk, int workers, CancellationToken cancellationToken, Action<long>? completed)
        where TJob : IRangeJob
    {
        long next = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, workers, options, (_, state) =>
            {
                while (!state.ShouldExitCurrentIteration)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    long start = Interlocked.Add(ref next, chunk) - chunk;
                    if (start >= count)
                        return;
                    long end = Math.Min(count, start + chunk);
                    job.Run(start, end);
                    completed?.Invoke(end - start);
                }
            });
        }
        catch (AggregateException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Workers fail for the same reason; the caller wants the exception itself, not a wrapper around it.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e.InnerExceptions[0]).Throw();
        }
    }
}
