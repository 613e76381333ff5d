using System.Diagnostics;

namespace FaissSharp;

/// <summary>
/// The one line that says that there is no native library: to everyone who asked to be told, else to <see cref="Trace"/>. Thread-safe.
/// </summary>
internal sealed class UnavailableLog(Action<string> fallback)
{
    private readonly Lock _lock = new();
    private Action<string>? _listeners;
    private string? _line;

    public static UnavailableLog ForThisProcess { get; } = new(line => Trace.TraceWarning(line));

    /// <summary>Tells a listener, once: now where the line has been written, else when it will be.</summary>
    public void Listen(Action<string> listener)
    {
        string? line;
        lock (_lock)
        {
            line = _line;
            if (line is null)
                _listeners += listener;
        }
        if (line is not null)
            listener(line);
    }

    public void Write(string reason)
    {
        string line = string.Join(" ", reason.Split('\n', StringSplitOptions.TrimEntries));
        Action<string> listeners;
        lock (_lock)
        {
            listeners = _listeners ?? fallback;
            _line = line;
            _listeners = null;
        }
        listeners(line);
    }
}
