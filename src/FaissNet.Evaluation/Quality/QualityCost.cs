namespace FaissNet.Evaluation;

/// <summary>What the index of a <see cref="QualityCard"/> cost on the machine that measured it. See <see cref="RetrievalCost"/>.</summary>
public sealed record QualityCost
{
    /// <summary>Cores of that machine.</summary>
    public required int ProcessorCount { get; init; }

    /// <summary>Seconds of training.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Seconds of adding all vectors.</summary>
    public required double AddSeconds { get; init; }

    /// <summary>How far resident memory rose while it was built, in bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>Milliseconds of one query alone on one thread: the median.</summary>
    public required double LatencyP50 { get; init; }

    /// <summary>Milliseconds of one query alone on one thread: the 99th percentile.</summary>
    public required double LatencyP99 { get; init; }

    /// <summary>Queries per second of a large batch on all cores.</summary>
    public required double QueriesPerSecond { get; init; }

    internal static QualityCost Of(RetrievalCost cost) => new()
    {
        ProcessorCount = Environment.ProcessorCount,
        TrainSeconds = cost.TrainSeconds,
        AddSeconds = cost.AddSeconds,
        PeakBytes = cost.PeakBytes,
        LatencyP50 = cost.LatencyP50,
        LatencyP99 = cost.LatencyP99,
        QueriesPerSecond = cost.QueriesPerSecond,
    };
}
