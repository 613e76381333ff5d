namespace FaissNet.Cli.Bench;

/// <summary>One line of the race. Speeds are in units per second.</summary>
/// <param name="Workload">The workload's name.</param>
/// <param name="Threads">Threads that each engine was given.</param>
/// <param name="Difference">In what the answers differ, or null when they are equal; only equal answers have a ratio.</param>
/// <param name="Unit">What a speed counts.</param>
internal sealed record BenchResult(string Workload, int Threads, string? Difference, string Unit)
{
    public BenchRatio? Ratio { get; init; }
}

/// <summary>Speed of C# ÷ speed of FAISS over the interleaved pairs, and the speeds behind it.</summary>
/// <param name="Median">Median of the ratios.</param>
/// <param name="Min">Smallest ratio.</param>
/// <param name="Max">Largest ratio.</param>
/// <param name="Managed">Median speed of C#.</param>
/// <param name="Native">Median speed of FAISS.</param>
/// <param name="LimitShare">Speed of C# as a share of what the machine's multiply-adds or memory allow at most.</param>
internal sealed record BenchRatio(double Median, double Min, double Max, double Managed, double Native, double LimitShare);
