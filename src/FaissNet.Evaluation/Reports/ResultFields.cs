namespace FaissNet.Evaluation;

/// <summary>What programs are told of a technique: the keys of JSON and the columns of CSV. Keys stay; new ones are added at the end.</summary>
internal static class ResultFields
{
    /// <returns>Keys with strings, long integers, doubles or <c>null</c>.</returns>
    public static IReadOnlyList<(string Key, object? Value)> Of(RetrievalReport report, RetrievalResult result) =>
    [
        ("index", result.Name),
        ("bytes_per_vector", result.BytesPerVector),
        .. Metrics("", result.Metrics),
        ("kept_r1", result.KeptR1),
        ("kept_r10", result.KeptR10),
        ("neighbour_recall10", result.NeighbourRecall10),
        ("qps", result.Cost.QueriesPerSecond),
        ("train_s", result.Cost.TrainSeconds),
        ("add_s", result.Cost.AddSeconds),
        .. Ends("r1", result.R1),
        .. Ends("r10", result.R10),
        .. Ends("kept_r1", result.KeptR1Interval),
        .. Ends("kept_r10", result.KeptR10Interval),
        ("kept_ndcg10", result.KeptNdcg10Interval.Value),
        .. Ends("kept_ndcg10", result.KeptNdcg10Interval),
        .. Metrics("ceiling_", result.CeilingMetrics),
        ("probing_loss_r1", result.ProbingLossR1),
        .. Metrics("float_", report.FloatMetrics),
        ("rank_correlation", double.IsNaN(result.Fidelity.RankCorrelation) ? null : result.Fidelity.RankCorrelation),
        ("score_error_p05", result.Fidelity.Error?.P05),
        ("score_error_p50", result.Fidelity.Error?.Median),
        ("score_error_p95", result.Fidelity.Error?.P95),
        ("latency_p50_ms", result.Cost.LatencyP50),
        ("latency_p99_ms", result.Cost.LatencyP99),
        ("file_bytes", result.Cost.FileBytes),
        ("peak_bytes", result.Cost.PeakBytes),
        ("data", report.Name),
        ("metric", report.Metric == Metric.L2 ? "l2" : "ip"),
        ("vectors", report.BaseCount),
        ("queries", (long)report.FloatMetrics.QueryCount),
        ("dimension", (long)report.Dimension),
    ];

    private static IEnumerable<(string, object?)> Metrics(string prefix, RetrievalMetrics metrics) =>
    [
        ($"{prefix}r1", metrics.R1),
        ($"{prefix}r5", metrics.R5),
        ($"{prefix}r10", metrics.R10),
        ($"{prefix}mrr10", metrics.Mrr10),
        ($"{prefix}ndcg10", metrics.Ndcg10),
        ($"{prefix}map10", metrics.Map10),
    ];

    private static IEnumerable<(string, object?)> Ends(string key, ConfidenceInterval interval) => [($"{key}_low", interval.Low), ($"{key}_high", interval.High)];
}
