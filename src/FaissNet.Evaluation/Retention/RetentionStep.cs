using System.Text.Json.Serialization;

namespace FaissNet.Evaluation;

/// <summary>A setting of an index's search, and the retention that it was found to have.</summary>
public sealed record RetentionStep
{
    /// <summary>Inverted lists to visit: <see cref="SearchOptions.NProbe"/>; <c>null</c> where the index has none.</summary>
    [JsonPropertyName("nprobe")]
    public int? NProbe { get; init; }

    /// <summary>
    /// Candidates to score again, as a multiple of ten results: <see cref="SearchOptions.RefineFactor"/>; <c>null</c> where the index does not.
    /// </summary>
    public float? RefineFactor { get; init; }

    /// <summary>The retention that was measured.</summary>
    public required double Retention { get; init; }

    /// <summary>The retention that the sample proves; see <see cref="RetentionCurve"/>.</summary>
    public required double Bound { get; init; }
}
