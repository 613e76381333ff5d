namespace FaissNet;

/// <summary>How training, adding, encoding run. Never changes what comes out: results are the same at any number of threads.</summary>
public sealed record BuildOptions
{
    /// <summary>The options that apply where none are given.</summary>
    public static BuildOptions Default { get; } = new();

    /// <summary>Threads to use at most; 0 (the default) means all cores. FAISS: <c>omp_set_num_threads</c>.</summary>
    public int MaxDegreeOfParallelism { get; init; }

    /// <summary>
    /// Stops the work between two blocks with an <see cref="OperationCanceledException"/>; the index is then as it was before the call.
    /// The native engine looks at it between blocks of vectors, never inside a training.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Told of progress from whichever thread does the work; <c>null</c> (the default) for none.</summary>
    public IProgress<BuildProgress>? Progress { get; init; }

    /// <summary>
    /// Samples of queries, one per modality, for what learns from queries: <see cref="ModalityTransform"/>, <see cref="QueryAwareTransform"/>,
    /// <see cref="HubnessIndex"/>. Empty (the default) for all else, which does not look at it. Only training does.
    /// </summary>
    public IReadOnlyList<QuerySample> Queries { get; init; } = [];
}
