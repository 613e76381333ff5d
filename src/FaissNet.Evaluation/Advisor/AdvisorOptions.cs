namespace FaissNet.Evaluation;

/// <summary>What a recommended index must keep to, and how it is looked for.</summary>
public sealed record AdvisorOptions
{
    /// <summary>The options that apply where none are given: the smallest code that keeps 99 % of R@1.</summary>
    public static AdvisorOptions Default { get; } = new();

    /// <summary>Bytes of a code at most (<see cref="VectorIndex.CodeSize"/>); <c>null</c> (the default) for any.</summary>
    public double? MaxBytes { get; init; }

    /// <summary>
    /// Retention at least: the metric ÷ that of exact float search. It counts as kept when the lower end of its 95 % interval does. <c>null</c> (the default)
    /// for any, but 0.99 where no other limit is given either.
    /// </summary>
    public double? MinRetention { get; init; }

    /// <summary>
    /// Milliseconds of one query alone on one thread at most, the median; <c>null</c> (the default) for any. While candidates are compared on a sample it
    /// is scaled to the number of vectors; the winner is measured.
    /// </summary>
    public double? MaxLatency { get; init; }

    /// <summary>Bytes of the whole index at most, as its file has them; <c>null</c> (the default) for any.</summary>
    public long? MaxMemory { get; init; }

    /// <summary>The metric whose retention counts. Default R@1, the strictest.</summary>
    public RetentionMetric Metric { get; init; }

    /// <summary>
    /// What the best is, among what keeps to the limits. By default the best quality where bytes or memory are limited, and the smallest code where they are not.
    /// </summary>
    public AdvisorPreference Preference { get; init; }

    /// <summary>
    /// Factory strings to choose from; <c>null</c> (the default) for a list that fits the data. Strings that the C# engine does not know are passed over.
    /// </summary>
    public IReadOnlyList<string>? Candidates { get; init; }

    /// <summary>Stored vectors on which candidates are compared at most, at least 1,000. Default 50,000. The winner is built from all.</summary>
    public int MaxSampleVectors { get; init; } = 50_000;

    /// <summary>Queries on which candidates are compared at most, at least 100. Default 5,000.</summary>
    public int MaxSampleQueries { get; init; } = 5_000;

    /// <summary>Decides which queries are learned from, which candidates are compared on, and which measure the winner. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads to use at most; 0 (the default) means all cores.</summary>
    public int MaxDegreeOfParallelism { get; init; }

    /// <summary>Told of progress; <c>null</c> (the default) for none.</summary>
    public IProgress<BuildProgress>? Progress { get; init; }

    /// <summary>Stops the search with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal EvaluationOptions ToEvaluationOptions() => new()
    {
        MaxDegreeOfParallelism = MaxDegreeOfParallelism,
        CancellationToken = CancellationToken,
    };

    /// <summary>Checks the values, and fills in what follows from them.</summary>
    internal AdvisorOptions Checked()
    {
        ThrowUnlessPositive(MaxBytes, nameof(MaxBytes));
        ThrowUnlessPositive(MinRetention, nameof(MinRetention));
        ThrowUnlessPositive(MaxLatency, nameof(MaxLatency));
        ThrowUnlessPositive(MaxMemory, nameof(MaxMemory));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSampleVectors, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSampleQueries, 100);
        if (Candidates is { Count: 0 })
            throw new ArgumentException("The list of candidates is empty.", nameof(Candidates));
        AdvisorPreference preference = Preference != AdvisorPreference.Automatic ? Preference
            : MaxBytes is null && MaxMemory is null ? AdvisorPreference.Size : AdvisorPreference.Quality;
        bool unlimited = MaxBytes is null && MinRetention is null && MaxLatency is null && MaxMemory is null;
        return this with { Preference = preference, MinRetention = unlimited ? 0.99 : MinRetention };
    }

    private static void ThrowUnlessPositive(double? value, string name)
    {
        if (value is { } number && !(number > 0 && double.IsFinite(number)))
            throw new ArgumentOutOfRangeException(name, number, "A limit must be positive and finite.");
    }
}
