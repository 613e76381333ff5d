namespace FaissNet.Evaluation;

/// <summary>Watches the resident memory of the process while it exists.</summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(5);

    private readonly long _before = Environment.WorkingSet;
    private readonly Timer _timer;
    private long _most;

    public PeakMemory() => _timer = new Timer(_ => Look(), null, s_interval, s_interval);

    /// <summary>How far it rose above where it was at the beginning.</summary>
    public long Bytes
    {
        get
        {
            Look();
            return Math.Max(0, Interlocked.Read(ref _most) - _before);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        long now = Environment.WorkingSet;
        for (long most = Interlocked.Read(ref _most); now > most;)
        {
            long seen = Interlocked.CompareExchange(ref _most, now, most);
            if (seen == most)
                return;
            most = seen;
        }
    }
}
