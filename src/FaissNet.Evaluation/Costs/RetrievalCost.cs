namespace FaissNet.Evaluation;

/// <summary>What a technique costs beside quality.</summary>
public sealed record RetrievalCost
{
    /// <summary>Bytes of the whole index as a file: codes, ids, centroids and all else; <c>null</c> where the technique has no file.</summary>
    public required long? FileBytes { get; init; }

    /// <summary>
    /// How far the process's resident memory rose while the technique was trained and filled, in bytes. Sampled from outside, so short peaks
    /// may be missed, and memory that was free before counts as nothing.
    /// </summary>
    public required long PeakBytes { get; init; }

    /// <summary>Seconds that training took; 0 where there was nothing to learn.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Seconds that adding all vectors took, without reading them.</summary>
    public required double AddSeconds { get; init; }

    /// <summary>Queries per second of a batch of all queries, k = 10, median of the repetitions.</summary>
    public required double QueriesPerSecond { get; init; }

    /// <summary>Milliseconds of one query alone on one thread, k = 10: the median.</summary>
    public required double LatencyP50 { get; init; }

    /// <summary>Milliseconds of one query alone on one thread, k = 10: the 99th percentile.</summary>
    public required double LatencyP99 { get; init; }
}
