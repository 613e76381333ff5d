namespace FaissNet.Evaluation;

/// <summary>The data that a <see cref="QualityCard"/> was measured on.</summary>
public sealed record QualityData
{
    /// <summary><see cref="DataFingerprint"/> of the stored vectors.</summary>
    public required string BaseFingerprint { get; init; }

    /// <summary><see cref="DataFingerprint"/> of the queries that were measured.</summary>
    public required string QueryFingerprint { get; init; }

    /// <summary>Queries that were measured.</summary>
    public required long QueryCount { get; init; }

    /// <summary>Other queries from which the index may have learned.</summary>
    public required long LearnedFromQueryCount { get; init; }

    /// <summary>Whether someone judged what is relevant; otherwise the exact nearest neighbour is.</summary>
    public required bool IsJudged { get; init; }

    internal static QualityData Of(RetrievalDataSet dataSet, EvaluationOptions? options) => new()
    {
        BaseFingerprint = DataFingerprint.Compute(dataSet.Base, options),
        QueryFingerprint = DataFingerprint.Compute(dataSet.Queries, options),
        QueryCount = dataSet.Queries.Count,
        LearnedFromQueryCount = dataSet.QuerySample?.Count ?? 0,
        IsJudged = dataSet.Relevance is not null,
    };
}
