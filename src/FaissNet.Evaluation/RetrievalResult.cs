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

    /// <summary>How good the ranked list of each query is.</summary>
    public required QueryScores Scores { get; init; }

    /// <summary>The ranked lists: queries × 10 ids, best first.</summary>
    public required ReadOnlyMemory<long> Ids { get; init; }

    /// <summary>R@1 with its 95 % interval over queries.</summary>
    public required ConfidenceInterval R1 { get; init; }

    /// <summary>R@10 with its 95 % interval over queries.</summary>
    public required ConfidenceInterval R10 { get; init; }

    /// <summary>R@1 ÷ R@1 of the exact float search, with the 95 % interval of the paired comparison.</summary>
    public required ConfidenceInterval KeptR1Interval { get; init; }

    /// <summary>R@10 ÷ R@10 of the exact float search, with the 95 % interval of the paired comparison.</summary>
    public required ConfidenceInterval KeptR10Interval { get; init; }

    /// <summary>nDCG@10 ÷ nDCG@10 of the exact float search, with the 95 % interval of the paired comparison.</summary>
    public required ConfidenceInterval KeptNdcg10Interval { get; init; }

    /// <summary>
    /// The metrics where every stored code is looked at: what quantization alone leaves. Equal to <see cref="Metrics"/> where the technique
    /// always looks at all; what lies between the two is lost by probing.
    /// </summary>
    public required RetrievalMetrics CeilingMetrics { get; init; }

    /// <summary>Share of the ten exact nearest neighbours that were found: <see cref="RetrievalMetrics.NeighbourRecall"/>.</summary>
    public required double NeighbourRecall10 { get; init; }

    /// <summary>How well the returned scores stand for the exact ones.</summary>
    public required ScoreFidelity Fidelity { get; init; }

    /// <summary>What it costs in time and memory.</summary>
    public required RetrievalCost Cost { get; init; }

    /// <summary>R@1 ÷ R@1 of the exact float search.</summary>
    public double KeptR1 => KeptR1Interval.Value;

    /// <summary>R@10 ÷ R@10 of the exact float search.</summary>
    public double KeptR10 => KeptR10Interval.Value;

    /// <summary>R@1 that probing loses: that of <see cref="CeilingMetrics"/> less that of <see cref="Metrics"/>.</summary>
    public double ProbingLossR1 => CeilingMetrics.R1 - Metrics.R1;
}
