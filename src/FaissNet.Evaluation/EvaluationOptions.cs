namespace FaissNet.Evaluation;

/// <summary>How an evaluation runs.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The options that apply where none are given.</summary>
    public static EvaluationOptions Default { get; } = new();

    /// <summary>Threads to use at most; 0 (the default) means all cores.</summary>
    public int MaxDegreeOfParallelism { get; init; }

    /// <summary>Stored vectors that training sees at most, drawn at random; by default one GiB of floats' worth of them.</summary>
    public int? MaxTrainingVectors { get; init; }

    /// <summary>
    /// How long searches are repeated at least to measure their speed; default 0.25 s. The first search warms up and does not count.
    /// </summary>
    public TimeSpan MinimumSearchTime { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>
    /// A folder to keep exact neighbours in, so that the same data need not be searched exhaustively again; made where it does not exist.
    /// <c>null</c> (the default) keeps nothing. They are found by the content of the vectors, whatever their files are called.
    /// </summary>
    public string? GroundTruthFolder { get; init; }

    /// <summary>Told of progress; <c>null</c> (the default) for none.</summary>
    public IProgress<BuildProgress>? Progress { get; init; }

    /// <summary>Stops the evaluation with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal BuildOptions ToBuildOptions() => new()
    {
        MaxDegreeOfParallelism = MaxDegreeOfParallelism,
        Progress = Progress,
        CancellationToken = CancellationToken,
    };
}
