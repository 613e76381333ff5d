namespace FaissNet.Evaluation;

/// <summary>How good the results of the index of a <see cref="QualityCard"/> were. Intervals are 95 % over queries; "kept" is ÷ exact float search.</summary>
public sealed record QualityMetrics
{
    /// <summary>Queries in the averages: those that a stored vector answers.</summary>
    public required int QueryCount { get; init; }

    /// <summary>R@1.</summary>
    public required ConfidenceInterval R1 { get; init; }

    /// <summary>R@5.</summary>
    public required double R5 { get; init; }

    /// <summary>R@10.</summary>
    public required ConfidenceInterval R10 { get; init; }

    /// <summary>MRR@10.</summary>
    public required double Mrr10 { get; init; }

    /// <summary>nDCG@10.</summary>
    public required double Ndcg10 { get; init; }

    /// <summary>mAP@10.</summary>
    public required double Map10 { get; init; }

    /// <summary>R@1 of exact float search.</summary>
    public required double FloatR1 { get; init; }

    /// <summary>R@10 of exact float search.</summary>
    public required double FloatR10 { get; init; }

    /// <summary>nDCG@10 of exact float search.</summary>
    public required double FloatNdcg10 { get; init; }

    /// <summary>Share of R@1 that is kept.</summary>
    public required ConfidenceInterval KeptR1 { get; init; }

    /// <summary>Share of R@10 that is kept.</summary>
    public required ConfidenceInterval KeptR10 { get; init; }

    /// <summary>Share of nDCG@10 that is kept.</summary>
    public required ConfidenceInterval KeptNdcg10 { get; init; }

    /// <summary>R@1 where every code is looked at, without the loss of probing.</summary>
    public required double CeilingR1 { get; init; }

    /// <summary>Share of the ten exact nearest neighbours that were found.</summary>
    public required double NeighbourRecall10 { get; init; }

    internal static QualityMetrics Of(RetrievalResult result) => new()
    {
        QueryCount = result.Metrics.QueryCount,
        R1 = result.R1,
        R5 = result.Metrics.R5,
        R10 = result.R10,
        Mrr10 = result.Metrics.Mrr10,
        Ndcg10 = result.Metrics.Ndcg10,
        Map10 = result.Metrics.Map10,
        FloatR1 = result.FloatMetrics.R1,
        FloatR10 = result.FloatMetrics.R10,
        FloatNdcg10 = result.FloatMetrics.Ndcg10,
        KeptR1 = result.KeptR1Interval,
        KeptR10 = result.KeptR10Interval,
        KeptNdcg10 = result.KeptNdcg10Interval,
        CeilingR1 = result.CeilingMetrics.R1,
        NeighbourRecall10 = result.NeighbourRecall10,
    };
}
