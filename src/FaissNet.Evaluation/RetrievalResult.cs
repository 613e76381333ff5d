namespace FaissNet.Evaluation;

/// <summary>What one technique reached on one data set, and what it cost.</summary>
public sealed record RetrievalResult
{
    /// <summary>The technique: <see cref="IRetriever.Name"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes that one stored vector takes: <see cref="IRetriever.BytesPerVector"/>.</summary>
    public required double BytesPerVector { get; init; }

    /// <summary>How good the ranked lists are.</summary>
    public required RetrievalMetrics Metrics { get; init; }

    /// <summary>The metrics of the exact float search on the same data set.</summary>
    public required RetrievalMetrics FloatMetrics { get; init; }

    /// <summary>Share of the ten exact nearest neighbours that were found: <see cref="RetrievalMetrics.NeighbourRecall"/>.</summary>
    public required double NeighbourRecall10 { get; init; }

    /// <summary>R@1 ÷ R@1 of the exact float search.</summary>
    public double KeptR1 => Ratio(Metrics.R1, FloatMetrics.R1);

    /// <summary>R@10 ÷ R@10 of the exact float search.</summary>
    public double KeptR10 => Ratio(Metrics.R10, FloatMetrics.R10);

    /// <summary>Queries per second of a batch of all queries, k = 10, median of the repetitions.</summary>
    public required double QueriesPerSecond { get; init; }

    /// <summary>Seconds that training took; 0 where there was nothing to learn.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Seconds that adding all vectors took, without reading them.</summary>
    public required double AddSeconds { get; init; }

    // Where float finds nothing there is nothing to lose; a division would put NaN or infinity into tables.
    private static double Ratio(double value, double reference) => reference == 0 ? 1 : value / reference;
}
