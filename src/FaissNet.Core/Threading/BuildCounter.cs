namespace FaissNet.Threading;

/// <summary>Adds up what workers have finished and reports the sum as progress of one stage.</summary>
internal sealed class BuildCounter(BuildOptions options, string stage, long total)
{
    private long _done;

    /// <summary>What counts for <paramref name="options"/>, or null where nobody listens: then nothing is allocated.</summary>
    public static Action<long>? For(BuildOptions options, string stage, long total)
        => options.Progress is null ? null : new BuildCounter(options, stage, total).Add;

    /// <summary>Counts <paramref name="units"/> as done; called from any worker.</summary>
    public void Add(long units)
    {
        long done = Interlocked.Add(ref _done, units);
        options.Progress?.Report(new BuildProgress(stage, done, total));
    }
}
