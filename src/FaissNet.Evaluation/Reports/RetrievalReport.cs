namespace FaissNet.Evaluation;

/// <summary>What was measured on one data set, for people and programs: written as HTML, JSON or CSV.</summary>
/// <seealso cref="HtmlReport"/>
/// <seealso cref="JsonReport"/>
/// <seealso cref="CsvReport"/>
public sealed record RetrievalReport
{
    /// <summary>What was searched with what, e.g. <c>texts.npy → images.npy</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How vectors were compared.</summary>
    public required Metric Metric { get; init; }

    /// <summary>Number of stored vectors.</summary>
    public required long BaseCount { get; init; }

    /// <summary>Number of components of a vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>Whether relevance was given; otherwise each query's exact nearest neighbour is relevant.</summary>
    public required bool IsJudged { get; init; }

    /// <summary>The metrics of exact float search.</summary>
    public required RetrievalMetrics FloatMetrics { get; init; }

    /// <summary>How good exact float search is for each query.</summary>
    public required QueryScores FloatScores { get; init; }

    /// <summary>The results of exact float search: queries × 10 ids, best first.</summary>
    public required ReadOnlyMemory<long> FloatIds { get; init; }

    /// <summary>What was measured of each technique.</summary>
    public required IReadOnlyList<RetrievalResult> Results { get; init; }

    /// <summary>How the vectors lie in space; <c>null</c> where that was not measured.</summary>
    public DataGeometry? Geometry { get; init; }

    /// <summary>
    /// A line for each query of the whole data set, before any were held out; <c>null</c> where there are none. Queries are then called by number.
    /// </summary>
    public IReadOnlyList<string>? QueryCaptions { get; init; }

    /// <summary>A line for each stored vector; <c>null</c> where there are none. Results are then called by id.</summary>
    public IReadOnlyList<string>? BaseCaptions { get; init; }

    /// <summary>The number that each query had before some were held out; <c>null</c> where all were measured.</summary>
    public ReadOnlyMemory<int>? QueryNumbers { get; init; }

    /// <summary>Gathers what an evaluation found.</summary>
    /// <param name="name">What was searched with what.</param>
    /// <param name="dataSet">What was measured on.</param>
    /// <param name="evaluator">What measured on it.</param>
    /// <param name="results">What it found.</param>
    public static RetrievalReport Create(
        string name, RetrievalDataSet dataSet, RetrievalEvaluator evaluator, IReadOnlyList<RetrievalResult> results)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(dataSet);
        ArgumentNullException.ThrowIfNull(evaluator);
        ArgumentNullException.ThrowIfNull(results);
        return new RetrievalReport
        {
            Name = name,
            Metric = dataSet.Metric,
            BaseCount = dataSet.Base.Count,
            Dimension = dataSet.Dimension,
            IsJudged = dataSet.Relevance is not null,
            FloatMetrics = evaluator.FloatMetrics,
            FloatScores = evaluator.FloatScores,
            FloatIds = evaluator.FloatIds,
            Results = results,
            QueryNumbers = dataSet.QueryNumbers,
        };
    }

    /// <summary>What to call a query, given its number among those that were measured.</summary>
    internal string QueryName(int query)
    {
        int number = QueryNumbers is { } numbers ? numbers.Span[query] : query;
        return QueryCaptions is { } captions && number < captions.Count ? captions[number] : $"query {number}";
    }

    /// <summary>What to call a stored vector.</summary>
    internal string ResultName(long id) => id < 0 ? "nothing" : BaseCaptions is { } captions && id < captions.Count ? captions[(int)id] : $"vector {id}";
}
