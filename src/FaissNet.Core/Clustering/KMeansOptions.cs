namespace FaissNet.Clustering;

/// <summary>How k-means runs. The defaults are those of FAISS's <c>ClusteringParameters</c>.</summary>
internal sealed record KMeansOptions
{
    /// <summary>Rounds of assignment and update. FAISS: <c>niter</c>; its coarse quantizers use 10.</summary>
    public int Iterations { get; init; } = 25;

    /// <summary>Runs from different starts, of which the best is kept. FAISS: <c>nredo</c>.</summary>
    public int Redo { get; init; } = 1;

    /// <summary>Seed of the sample and of the starts. FAISS: <c>seed</c>.</summary>
    public int Seed { get; init; } = TrainingSample.DefaultSeed;

    /// <summary>Vectors used per centroid at most; of more a random sample is taken. FAISS: <c>max_points_per_centroid</c>.</summary>
    public int MaxPointsPerCentroid { get; init; } = 256;

    /// <summary>Whether centroids are scaled to unit length after each round. FAISS: <c>spherical</c>.</summary>
    public bool Spherical { get; init; }

    /// <summary>What "nearest centroid" means.</summary>
    public Metric Metric { get; init; } = Metric.L2;

    /// <summary>Name under which progress is reported, one unit per iteration; <c>null</c> reports nothing.</summary>
    public string? Stage { get; init; }
}
