using System.Reflection;
using System.Text.Json;

namespace FaissNet.Evaluation;

/// <summary>
/// What was measured of an index, on which data, at what size and speed. It travels in the index file, behind the bytes of FAISS, as JSON whose keys are
/// these names in snake case: see <see cref="Parse"/> and <see cref="ToJson"/>.
/// </summary>
/// <remarks>Thread-safety: immutable.</remarks>
public sealed record QualityCard
{
    /// <summary>The version that this library writes, and the newest that it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the schema; versions that only add keys keep their number.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Which engine was measured: <c>managed</c> or <c>native</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The version of this library that measured.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>When it was measured, UTC.</summary>
    public required DateTime MeasuredAt { get; init; }

    /// <summary>What was measured.</summary>
    public required QualityIndex Index { get; init; }

    /// <summary>On which data.</summary>
    public required QualityData Data { get; init; }

    /// <summary>How that data lies in space.</summary>
    public required QualityGeometry Geometry { get; init; }

    /// <summary>How good the results were.</summary>
    public required QualityMetrics Metrics { get; init; }

    /// <summary>What it cost.</summary>
    public required QualityCost Cost { get; init; }

    /// <summary>What is kept at every depth of search; <c>null</c> where nothing was calibrated.</summary>
    public RetentionCurve? Calibration { get; init; }

    /// <summary>The card of a measured index.</summary>
    /// <param name="index">The index, with its vectors.</param>
    /// <param name="dataSet">What it was measured on.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="search">The parameters that it was searched with; <c>null</c> for its own.</param>
    /// <param name="calibration">What is kept at every depth of search.</param>
    /// <param name="options">Threads, progress, cancellation: fingerprints and geometry take two passes over the data.</param>
    /// <exception cref="ArgumentException">Index and data set do not fit together.</exception>
    public static QualityCard Create(
        VectorIndex index,
        RetrievalDataSet dataSet,
        RetrievalResult measured,
        SearchOptions? search = null,
        RetentionCurve? calibration = null,
        EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(dataSet);
        ArgumentNullException.ThrowIfNull(measured);
        if (index.Dimension != dataSet.Dimension || index.Count != dataSet.Base.Count)
            throw new ArgumentException($"{index} does not hold the {dataSet.Base.Count} vectors of the data set.", nameof(index));
        return new QualityCard
        {
            Engine = index.Engine == FaissNet.Engine.Native ? "native" : "managed",
            EngineVersion = Assembly.GetName().Version is { } version ? version.ToString(3) : "0.0.0",
            MeasuredAt = DateTime.UtcNow,
            Index = QualityIndex.Of(index, search ?? SearchOptions.Default, measured.Cost.FileBytes),
            Data = QualityData.Of(dataSet, options),
            Geometry = QualityGeometry.Of(DataGeometry.Measure(dataSet.Base, dataSet.Queries, options)),
            Metrics = QualityMetrics.Of(measured),
            Cost = QualityCost.Of(measured.Cost),
            Calibration = calibration,
        };
    }

    /// <summary>Reads a card.</summary>
    /// <exception cref="FormatException">The text is not the JSON of a card, or of a newer version than this library reads.</exception>
    public static QualityCard Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        QualityCard? card;
        try
        {
            card = JsonSerializer.Deserialize(json, QualityJson.Default.QualityCard);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The text is not a quality card: {e.Message}", e);
        }
        if (card is null)
            throw new FormatException("The text is not a quality card: it says null.");
        if (card.Version is < 1 or > CurrentVersion)
            throw new FormatException($"The quality card has version {card.Version}; this library reads versions up to {CurrentVersion}.");
        if (card.Calibration is { Steps.Count: 0 })
            throw new FormatException("The text is not a quality card: its calibration has no steps.");
        return card;
    }

    /// <summary>The card as JSON, in one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, QualityJson.Default.QualityCard);

    private static Assembly Assembly => typeof(QualityCard).Assembly;
}
