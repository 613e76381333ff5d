namespace FaissNet.Cli.Bench;

/// <summary>One line of the race. Speeds are in units per second.</summary>
/// <param name="Workload">The workload's name.</param>
/// <param name="Threads">Threads that each engine was given.</param>
/// <param name="Difference">In what the answers differ, or null when they are equal; only equal answers have speeds.</param>
/// <param name="Unit">What a speed counts.</param>
internal sealed record BenchResult(string Workload, int Threads, string? Difference, string Unit)
{
    public BenchSpeed? Speed { get; init; }

    /// <summary>Null also where native FAISS does not have what was raced.</summary>
    public BenchRatio? Ratio { get; init; }
}

/// <summary>How fast C# was.</summary>
/// <param name="Managed">Median speed of C#.</param>
/// <param name="LimitShare">Speed of C# as a share of what the machine's multiply-adds or memory allow at most.</param>
internal sealed record BenchSpeed(double Managed, double LimitShare);

/// <summary>Speed of C# ÷ speed of FAISS over the interleaved pairs, and the speed of FAISS.</summary>
/// <param name="Median">Median of the ratios.</param>
/// <param name="Min">Smallest ratio.</param>
/// <param name="Max">Largest ratio.</param>
/// <param name="Native">Median speed of FAISS.</param>
internal sealed record BenchRatio(double Median, double Min, double Max, double Native);
