namespace FaissNet.Evaluation;

/// <summary>What <see cref="Advisor.Recommend"/> found: an index that is built and measured, or the reason why there is none.</summary>
public sealed class Recommendation : IDisposable
{
    internal Recommendation(RecommendedIndex? built, IReadOnlyList<AdvisorTrial> finalists, IReadOnlyList<LimitFinding> limits, string reason)
    {
        Winner = built is null ? null : finalists[0];
        Index = built?.Index;
        Measured = built?.Measured;
        Calibration = built?.Calibration;
        BrokenWhenBuilt = built?.Breaks ?? [];
        Finalists = finalists;
        Limits = limits;
        Reason = reason;
    }

    /// <summary>The best candidate, as it was chosen; <c>null</c> where nothing keeps to the limits.</summary>
    public AdvisorTrial? Winner { get; }

    /// <summary>The two that came next to the winner.</summary>
    public IReadOnlyList<AdvisorTrial> Alternatives => Winner is null ? [] : [.. Finalists.Skip(1).Take(2)];

    /// <summary>The candidates of the last round, each with its best setting, the best first.</summary>
    public IReadOnlyList<AdvisorTrial> Finalists { get; }

    /// <summary>In a few sentences, why the winner won or why there is none.</summary>
    public string Reason { get; }

    /// <summary>Where there is no winner, what stands in the way; else empty.</summary>
    public IReadOnlyList<LimitFinding> Limits { get; }

    /// <summary>
    /// The winner built from all stored vectors, its number of probes and depth of re-ranking set, so that a search without options uses them, and
    /// with its quality card (<see cref="IndexQuality"/>); <c>null</c> where there is none. It is disposed of with this object.
    /// </summary>
    public VectorIndex? Index { get; }

    /// <summary>What <see cref="Index"/> reaches on queries that took no part in training or choice.</summary>
    public RetrievalResult? Measured { get; }

    /// <summary>
    /// Limits that the built index breaks on those queries after all: the choice was made on others. Retention counts by its value here.
    /// </summary>
    public IReadOnlyList<AdvisorLimit> BrokenWhenBuilt { get; }

    /// <summary>What <see cref="Index"/> keeps at every depth of its search.</summary>
    public RetentionCurve? Calibration { get; }

    /// <summary>Frees the index.</summary>
    public void Dispose() => Index?.Dispose();
}
