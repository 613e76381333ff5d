namespace FaissNet.Evaluation;

/// <summary>How well the scores that a technique returns stand for the exact ones, over what it retrieves.</summary>
/// <remarks>Measured over the first hundred results of up to 200 queries drawn with a fixed seed.</remarks>
public sealed record ScoreFidelity
{
    /// <summary>
    /// Spearman's ρ of returned and exact scores, averaged over queries: 1 where codes never swap two results. NaN where nothing could be
    /// ranked.
    /// </summary>
    public required double RankCorrelation { get; init; }

    /// <summary>
    /// Returned minus exact score, at the 5th, 50th and 95th percentile; <c>null</c> where the technique ranks by something else than the
    /// metric, e.g. differing bits.
    /// </summary>
    public required ScoreError? Error { get; init; }
}

/// <summary>The distribution of returned minus exact scores.</summary>
/// <param name="P05">5th percentile.</param>
/// <param name="Median">50th percentile.</param>
/// <param name="P95">95th percentile.</param>
public readonly record struct ScoreError(double P05, double Median, double P95);
