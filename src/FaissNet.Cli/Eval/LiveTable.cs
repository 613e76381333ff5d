using FaissNet.Evaluation;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FaissNet.Cli;

/// <summary>The table as far as it is known, and what is being done, drawn anew whenever something is reported; gone at the end.</summary>
internal sealed class LiveTable : IProgress<BuildProgress>
{
    private static readonly long s_interval = TimeSpan.TicksPerSecond / 10;

    private readonly Lock _lock = new();
    private readonly LiveDisplayContext _context;
    private IRenderable _table = new Text("");
    private string _technique = "";
    private string _stage = "reading";
    private long _drawn;

    private LiveTable(LiveDisplayContext context) => _context = context;

    /// <summary>Runs work with a table where somebody watches, and without where nobody does.</summary>
    public static T Run<T>(Terminal terminal, Func<LiveTable?, T> work)
    {
        if (terminal.Progress is not { } console)
            return work(null);
        T result = default!;
        console.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Top)
            .Start(context => result = work(new LiveTable(context)));
        return result;
    }

    public void Show(RetrievalReport report, string technique)
    {
        lock (_lock)
        {
            _table = EvalTable.Short(report);
            _technique = technique;
            Draw();
        }
    }

    /// <summary>Reports come from worker threads, so that they are taken one by one.</summary>
    public void Report(BuildProgress value)
    {
        lock (_lock)
        {
            _stage = $"{value.Stage} {Format.Share(value.Fraction)}";
            if (Environment.TickCount64 * TimeSpan.TicksPerMillisecond - _drawn > s_interval)
                Draw();
        }
    }

    private void Draw()
    {
        _drawn = Environment.TickCount64 * TimeSpan.TicksPerMillisecond;
        _context.UpdateTarget(new Rows(_table, new Text(_technique), new Text(_stage)));
        _context.Refresh();
    }
}
