using System.Diagnostics;

namespace FaissNet.Cli.Bench;

/// <summary>One line of the race: a piece of work that both engines do on the same data.</summary>
internal abstract class Workload : IDisposable
{
    protected Workload(string name, string unit)
    {
        Name = name;
        Unit = unit;
    }

    public string Name { get; }

    /// <summary>What a speed counts, per second: "queries" or "vectors".</summary>
    public string Unit { get; }

    /// <summary>Whether native FAISS takes part; the library may be older than what is raced.</summary>
    public virtual bool HasNative => true;

    /// <summary>Number of units that one run does.</summary>
    public abstract long Units { get; }

    /// <summary>Builds or loads what the race needs; not timed.</summary>
    public abstract void Prepare(BenchData data, int threads);

    /// <summary>
    /// Does the work once in each engine and says in what the answers differ; null when they agree. Without native FAISS it compares a batch with its
    /// queries one by one.
    /// </summary>
    public abstract string? Difference();

    /// <summary>The shortest time in which one thread of this machine could do a run at all, in seconds.</summary>
    public abstract double LeastSeconds(MachineLimits limits);

    public abstract void Dispose();

    /// <summary>Runs the work once and returns the seconds it took.</summary>
    public double Time(Engine engine)
    {
        var watch = Stopwatch.StartNew();
        Run(engine);
        return watch.Elapsed.TotalSeconds;
    }

    protected abstract void Run(Engine engine);
}
