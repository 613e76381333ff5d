using System.Globalization;
using System.Text.Json;

namespace FaissNet;

/// <summary>
/// The calibration in a quality card: settings of a search from the fastest to the deepest, and the retention that is proved for each.
/// </summary>
/// <remarks>
/// Reads <c>calibration.confidence</c> and <c>calibration.steps[]</c> with <c>bound</c>, <c>nprobe</c> and <c>refine_factor</c> of the card's JSON, whose other
/// keys are nobody's business here.
/// </remarks>
internal sealed class RetentionSteps
{
    /// <summary>Results per query with which calibrations are made.</summary>
    public const int CalibratedK = 10;

    private readonly double[] _bounds;
    private readonly int?[] _nProbes;
    private readonly float?[] _refineFactors;

    private RetentionSteps(JsonElement steps)
    {
        int count = steps.GetArrayLength();
        _bounds = new double[count];
        _nProbes = new int?[count];
        _refineFactors = new float?[count];
        int at = 0;
        foreach (JsonElement step in steps.EnumerateArray())
        {
            _bounds[at] = step.GetProperty("bound").GetDouble();
            _nProbes[at] = Number(step, "nprobe") is { } lists ? lists.GetInt32() : null;
            _refineFactors[at] = Number(step, "refine_factor") is { } factor ? factor.GetSingle() : null;
            if (!double.IsFinite(_bounds[at]) || _nProbes[at] < 1 || !(_refineFactors[at] is not { } value || (value >= 1 && float.IsFinite(value))))
                throw new FormatException($"step {at} of the calibration is out of range");
            at++;
        }
    }

    /// <summary>Reads the calibration of a card.</summary>
    /// <returns><c>null</c> where the card has none.</returns>
    /// <exception cref="InvalidOperationException">The card is not what this library writes.</exception>
    public static RetentionSteps? Read(string card)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(card);
            return document.RootElement.TryGetProperty("calibration", out JsonElement calibration) && calibration.ValueKind == JsonValueKind.Object
                ? new RetentionSteps(calibration.GetProperty("steps"))
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidOperationException($"The calibration in the index's quality card cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The options with the fastest setting that keeps a target.</summary>
    /// <param name="target">Retention, e.g. 0.99.</param>
    /// <param name="k">Results per query.</param>
    /// <param name="options">What else the search shall do.</param>
    /// <exception cref="InvalidOperationException">No setting is proved to.</exception>
    public SearchOptions OptionsFor(double target, int k, SearchOptions options)
    {
        int step = Find(_bounds, target);
        if (step < 0)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"No depth of search is proved to keep {target:0.####} of the quality of exact search; {(_bounds.Length == 0 ? 0 : _bounds[^1]):0.####} is."));
        }
        return options with
        {
            NProbe = _nProbes[step] ?? options.NProbe,
            NProbes = _nProbes[step] is null ? options.NProbes : default,
            RefineFactor = _refineFactors[step] is { } factor ? FactorFor(factor, k) : options.RefineFactor,
        };
    }

    /// <summary>
    /// The first step from which on all are proved to keep a target: settings are tested from the deepest down, and the first that fails ends it, so that one
    /// promise is made and not many.
    /// </summary>
    /// <returns>−1 where not even the deepest is.</returns>
    public static int Find(ReadOnlySpan<double> bounds, double target)
    {
        int found = bounds.Length;
        while (found > 0 && bounds[found - 1] >= target)
            found--;
        return found == bounds.Length ? -1 : found;
    }

    /// <summary>
    /// The refine factor for another number of results: for fewer, as many candidates are scored again as in the calibration, for more the same multiple.
    /// </summary>
    public static float FactorFor(float factor, int k) => factor * Math.Max(1, (float)CalibratedK / k);

    private static JsonElement? Number(JsonElement step, string name)
        => step.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
