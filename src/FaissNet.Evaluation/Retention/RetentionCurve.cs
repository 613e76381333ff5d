using System.Globalization;

namespace FaissNet.Evaluation;

/// <summary>
/// What an index keeps of exact search's quality at every depth of its search, calibrated on a sample of queries, so that a search can ask for retention
/// instead of a depth.
/// </summary>
/// <remarks>
/// <para>The promise: for queries drawn like those of the sample, the setting that <see cref="StepFor"/> gives keeps at least the target, with the
/// confidence of the curve over the drawing of the sample. Nothing is assumed of the distribution of scores, and one promise is made per index and
/// target, not one per setting: settings are tried from the deepest down, and the first that is not proved ends the search (fixed-sequence testing, as in
/// Angelopoulos et al., "Learn then Test", 2021).</para>
/// <para>Where queries drift, the promise ends. Thread-safety: immutable.</para>
/// </remarks>
public sealed record RetentionCurve
{
    /// <summary>Results per query for which it was measured.</summary>
    public const int K = RetentionSteps.CalibratedK;

    /// <summary>The metric whose retention it is.</summary>
    public required RetentionMetric Metric { get; init; }

    /// <summary>Probability with which a promise holds, e.g. 0.95.</summary>
    public required double Confidence { get; init; }

    /// <summary>Queries of the sample that have a relevant vector.</summary>
    public required int QueryCount { get; init; }

    /// <summary>The settings, from the fastest to the deepest; at least one.</summary>
    public required IReadOnlyList<RetentionStep> Steps { get; init; }

    /// <summary>The largest target that can be promised.</summary>
    public double MostTarget => Steps[^1].Bound;

    /// <summary>The fastest setting that keeps the target.</summary>
    /// <param name="target">Retention, e.g. 0.99.</param>
    /// <returns><c>null</c> where no setting is proved to.</returns>
    public RetentionStep? StepFor(double target)
        => RetentionSteps.Find([.. Steps.Select(step => step.Bound)], target) is >= 0 and var found ? Steps[found] : null;

    /// <summary>Options with the fastest setting that keeps the target.</summary>
    /// <param name="target">Retention, e.g. 0.99.</param>
    /// <param name="k">
    /// Results that the search will ask for. The calibration looked at ten; for fewer, as many candidates are scored again as for ten, for more the
    /// same multiple.
    /// </param>
    /// <param name="options">What else the search shall do; by default nothing.</param>
    /// <exception cref="InvalidOperationException">No setting is proved to keep the target.</exception>
    public SearchOptions OptionsFor(double target, int k = K, SearchOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        RetentionStep step = StepFor(target) ?? throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"No depth of search is proved to keep {target:0.####} of {Metric.Name()}: the deepest keeps {Steps[^1].Retention:0.####}, of which {QueryCount} queries prove {MostTarget:0.####}."));
        options ??= SearchOptions.Default;
        return options with
        {
            NProbe = step.NProbe ?? options.NProbe,
            RefineFactor = step.RefineFactor is { } factor ? RetentionSteps.FactorFor(factor, k) : options.RefineFactor,
        };
    }

    /// <summary>Calibrates an index that holds its vectors.</summary>
    /// <param name="index">The index; its ids must be those of the data set, 0, 1, 2, ….</param>
    /// <param name="dataSet">The same vectors, and queries like those that will come, on which nothing in the index was trained.</param>
    /// <param name="metric">The metric whose retention is promised.</param>
    /// <param name="confidence">Probability with which a promise is to hold.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">Index and data set do not fit together, or no query has a relevant stored vector.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not between 0 and 1.</exception>
    public static RetentionCurve Calibrate(
        VectorIndex index,
        RetrievalDataSet dataSet,
        RetentionMetric metric = RetentionMetric.R1,
        double confidence = 0.95,
        EvaluationOptions? options = null)
        => RetentionCalibration.Run(index, dataSet, metric, confidence, options ?? EvaluationOptions.Default);
}
