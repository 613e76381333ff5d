using Spectre.Console;

namespace FaissNet.Cli;

/// <summary>Progress bars while something long runs, one per stage; nothing at all where nobody watches.</summary>
internal static class ProgressDisplay
{
    public static T Run<T>(Terminal terminal, Func<IProgress<BuildProgress>?, T> work)
    {
        if (terminal.Progress is not { } console)
            return work(null);
        T result = default!;
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => result = work(new Stages(context)));
        return result;
    }

    /// <summary>Reports come from worker threads, so that they are taken one by one.</summary>
    private sealed class Stages(ProgressContext context) : IProgress<BuildProgress>
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(BuildProgress value)
        {
            lock (_lock)
            {
                if (!_tasks.TryGetValue(value.Stage, out ProgressTask? task))
                {
                    task = context.AddTask(Markup.Escape(value.Stage), maxValue: 1);
                    _tasks.Add(value.Stage, task);
                }
                task.Value = value.Fraction;
            }
        }
    }
}
