namespace FaissNet.Evaluation;

/// <summary>Which metric "retention" is about: that of a technique ÷ that of exact float search on the same queries.</summary>
public enum RetentionMetric
{
    /// <summary>Share of queries whose first result is relevant: the strictest, and what codes lose first.</summary>
    R1,

    /// <summary>Share of queries with a relevant result among the first ten.</summary>
    R10,

    /// <summary>Normalized discounted cumulative gain of the first ten results.</summary>
    Ndcg10,
}

/// <summary>What a retention metric takes from the scores of queries.</summary>
internal static class RetentionMetrics
{
    /// <summary>One value between 0 and 1 for each judged query; their mean is the metric.</summary>
    public static float[] Values(this RetentionMetric metric, QueryScores scores) => metric switch
    {
        RetentionMetric.R1 => scores.Hits(1),
        RetentionMetric.R10 => scores.Hits(10),
        RetentionMetric.Ndcg10 => scores.Gains(),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "There is no such metric."),
    };

    /// <summary>The retention of a measured technique.</summary>
    public static ConfidenceInterval Kept(this RetentionMetric metric, RetrievalResult result) => metric switch
    {
        RetentionMetric.R1 => result.KeptR1Interval,
        RetentionMetric.R10 => result.KeptR10Interval,
        _ => result.KeptNdcg10Interval,
    };

    /// <summary>What people call it.</summary>
    public static string Name(this RetentionMetric metric) => metric switch
    {
        RetentionMetric.R1 => "R@1",
        RetentionMetric.R10 => "R@10",
        _ => "nDCG@10",
    };
}
