namespace FaissNet.Evaluation;

/// <summary>Says which limits a trial breaks, and which of two trials is better.</summary>
/// <param name="options">The limits and the preference.</param>
/// <param name="slack">Retentions within this of the best are as good as it.</param>
internal sealed class AdvisorJudge(AdvisorOptions options, double slack = AdvisorJudge.Slack)
{
    // Resampling the queries moves them by more.
    private const double Slack = 0.005;

    private static readonly AdvisorLimit[] s_limits = Enum.GetValues<AdvisorLimit>();

    /// <summary>The limits that were given.</summary>
    public AdvisorLimit[] Given => [.. s_limits.Where(limit => Value(limit) is not null)];

    /// <summary>What a limit was set to.</summary>
    public double? Value(AdvisorLimit limit) => limit switch
    {
        AdvisorLimit.Bytes => options.MaxBytes,
        AdvisorLimit.Retention => options.MinRetention,
        AdvisorLimit.Latency => options.MaxLatency,
        _ => options.MaxMemory,
    };

    /// <summary>Whether a trial breaks none.</summary>
    public bool Accepts(AdvisorTrial trial) => Excess(trial, strict: true) <= 0;

    /// <summary>Judges by one of the limits alone: the smallest code for a retention, the best quality for a size or a latency.</summary>
    public AdvisorJudge Only(AdvisorLimit limit) => new(
        new AdvisorOptions
        {
            MaxBytes = limit == AdvisorLimit.Bytes ? options.MaxBytes : null,
            MinRetention = limit == AdvisorLimit.Retention ? options.MinRetention : null,
            MaxLatency = limit == AdvisorLimit.Latency ? options.MaxLatency : null,
            MaxMemory = limit == AdvisorLimit.Memory ? options.MaxMemory : null,
            Preference = limit == AdvisorLimit.Retention ? AdvisorPreference.Size : AdvisorPreference.Quality,
        },
        slack: 0);

    /// <summary>Judges by all limits but one.</summary>
    public AdvisorJudge Without(AdvisorLimit limit) => new(options with
    {
        MaxBytes = limit == AdvisorLimit.Bytes ? null : options.MaxBytes,
        MinRetention = limit == AdvisorLimit.Retention ? null : options.MinRetention,
        MaxLatency = limit == AdvisorLimit.Latency ? null : options.MaxLatency,
        MaxMemory = limit == AdvisorLimit.Memory ? null : options.MaxMemory,
    });

    /// <summary>The trial with the limits that it breaks.</summary>
    public AdvisorTrial Judge(AdvisorTrial trial) => trial with { Breaks = [.. s_limits.Where(limit => Excess(trial, limit, strict: true) > 0)] };

    /// <summary>The best trials first.</summary>
    /// <param name="trials">Trials on the same sample.</param>
    /// <param name="strict">Whether retention counts with the lower end of its interval, as it does once the sample is large.</param>
    public List<AdvisorTrial> Rank(IEnumerable<AdvisorTrial> trials, bool strict)
    {
        List<AdvisorTrial> left = [.. trials], ranked = [];
        while (left.Count > 0)
        {
            double least = left.Min(trial => Excess(trial, strict));
            AdvisorTrial best = Best([.. left.Where(trial => Excess(trial, strict) <= least)]);
            ranked.Add(best);
            left.Remove(best);
        }
        return ranked;
    }

    /// <summary>The best of some trials, by preference, without regard to limits.</summary>
    private AdvisorTrial Best(IReadOnlyList<AdvisorTrial> trials)
    {
        if (options.Preference == AdvisorPreference.Quality)
            return Equals(trials).OrderBy(trial => trial.BytesPerVector).ThenBy(trial => trial.Latency).First();
        if (options.Preference == AdvisorPreference.Speed)
            return trials.OrderBy(trial => trial.Latency).ThenBy(trial => trial.BytesPerVector).First();
        double bytes = trials.Min(trial => trial.BytesPerVector);
        return Equals([.. trials.Where(trial => trial.BytesPerVector <= bytes)]).OrderBy(trial => trial.Latency).First();
    }

    /// <summary>By how much a trial misses all limits together; 0 where it keeps to them.</summary>
    private double Excess(AdvisorTrial trial, bool strict) => s_limits.Sum(limit => Excess(trial, limit, strict));

    /// <summary>By what share of a limit a trial misses it.</summary>
    private double Excess(AdvisorTrial trial, AdvisorLimit limit, bool strict)
    {
        if (Value(limit) is not { } value)
            return 0;
        double excess = limit switch
        {
            AdvisorLimit.Bytes => trial.BytesPerVector / value - 1,
            AdvisorLimit.Retention => value - (strict ? trial.Retention.Low : trial.Retention.Value),
            AdvisorLimit.Latency => trial.Latency / value - 1,
            _ => trial.MemoryBytes / value - 1,
        };
        return Math.Max(0, excess);
    }

    private IEnumerable<AdvisorTrial> Equals(IReadOnlyList<AdvisorTrial> trials)
    {
        double most = trials.Max(trial => trial.Retention.Value);
        return trials.Where(trial => trial.Retention.Value >= most - slack);
    }
}
