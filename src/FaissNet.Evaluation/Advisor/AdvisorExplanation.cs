using System.Globalization;

namespace FaissNet.Evaluation;

/// <summary>Says in words why an index was chosen, or why none was.</summary>
internal sealed class AdvisorExplanation(AdvisorOptions options, int candidates, int small)
{
    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>What stands in the way.</summary>
    /// <param name="judge">All limits.</param>
    /// <param name="known">Everything that was measured on the whole sample.</param>
    public static LimitFinding[] Limits(AdvisorJudge judge, IReadOnlyList<AdvisorTrial> known) =>
    [
        .. judge.Given.Select(limit =>
        {
            AdvisorJudge only = judge.Only(limit), others = judge.Without(limit);
            AdvisorTrial? best = only.Rank(known.Where(only.Accepts), strict: true).FirstOrDefault();
            return new LimitFinding(limit, judge.Value(limit)!.Value, known.Any(others.Accepts), best);
        }),
    ];

    public string Choice(IReadOnlyList<AdvisorTrial> finalists, RecommendedIndex built)
    {
        AdvisorTrial winner = finalists[0];
        string why = options.Preference switch
        {
            AdvisorPreference.Quality => "the best quality, or within half a percent of it and smaller,",
            AdvisorPreference.Speed => "the shortest latency",
            _ => "the smallest code",
        };
        ConfidenceInterval kept = options.Metric.Kept(built.Measured);
        string text = $"{winner} has {why} of {Within()}. Built from all vectors, it keeps {Interval(kept)} of {options.Metric.Name()}, "
            + $"measured on {built.Measured.Metrics.QueryCount.ToString("#,0", s_culture)} queries that took no part in training or choice.";
        return built.Breaks.Count == 0
            ? text
            : $"{text} There it breaks a limit that it kept when it was chosen: {string.Join(", ", built.Breaks.Select(Name))}.";
    }

    public string Refusal(LimitFinding[] limits)
    {
        string[] binding = [.. limits.Where(limit => limit.Binds).Select(limit => Name(limit.Limit))];
        string first = binding.Length > 0
            ? $"Nothing keeps to all limits. What binds: without the limit of {string.Join(", or without that of ", binding)}, the others can be kept."
            : limits.Length == 1
                ? $"Nothing reaches {Name(limits[0].Limit)}."
                : "Nothing keeps to all limits, nor to all but one of them.";
        IEnumerable<string> best = limits.Select(limit => limit.Best is { } trial
            ? $"With {Name(limit.Limit)} alone the best is {trial}: {trial.BytesPerVector.ToString("#,0", s_culture)} bytes, keeping {Interval(trial.Retention)} "
                + $"of {options.Metric.Name()}, {trial.Latency.ToString("0.00", s_culture)} ms a query."
            : $"Nothing that was tried keeps to {Name(limit.Limit)} at all.");
        return string.Join(' ', best.Prepend(first));
    }

    private string Within()
    {
        string tried = small < candidates ? $"{small} candidates within {Name(AdvisorLimit.Bytes)}" : $"{candidates} candidates";
        string[] others = [.. new AdvisorJudge(options).Given.Where(limit => limit != AdvisorLimit.Bytes).Select(Name)];
        return others.Length == 0 ? tried : $"the {tried} that keep to {string.Join(" and ", others)}";
    }

    private string Name(AdvisorLimit limit) => limit switch
    {
        AdvisorLimit.Bytes => string.Create(s_culture, $"{options.MaxBytes:#,0.##} bytes"),
        AdvisorLimit.Retention => string.Create(s_culture, $"{options.MinRetention:0.0##} of {options.Metric.Name()}"),
        AdvisorLimit.Latency => string.Create(s_culture, $"{options.MaxLatency:0.###} ms"),
        _ => string.Create(s_culture, $"{options.MaxMemory / 1e6:#,0.0} MB"),
    };

    private static string Interval(ConfidenceInterval kept)
        => string.Create(s_culture, $"{100 * kept.Value:0.0} % ({100 * kept.Low:0.0} to {100 * kept.High:0.0} %)");
}
