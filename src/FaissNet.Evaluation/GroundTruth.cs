namespace FaissNet.Evaluation;

/// <summary>Exact search over the float vectors: what every other technique is measured against.</summary>
public static class GroundTruth
{
    /// <summary>The exact k nearest neighbours of each query, by exhaustive float search (FAISS: <c>IndexFlat</c>).</summary>
    /// <param name="baseVectors">The vectors to search; read block by block into an index, so 4·d bytes each must fit in memory.</param>
    /// <param name="queries">n × d, row-major.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="k">Neighbours per query.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <returns>The neighbours, best first, at equal distance by ascending id.</returns>
    /// <exception cref="ArgumentException">Lengths do not match, or a value is not finite.</exception>
    public static ExactNeighbours Compute(
        VectorSource baseVectors, float[] queries, Metric metric, int k, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(baseVectors);
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (queries.Length % baseVectors.Dimension != 0)
        {
            throw new ArgumentException(
                $"Expected rows of {baseVectors.Dimension} values, but the {queries.Length} values given are not a multiple of that.",
                nameof(queries));
        }
        options ??= EvaluationOptions.Default;
        using var index = new FlatIndex(baseVectors.Dimension, metric);
        BuildOptions build = options.ToBuildOptions() with { Progress = null };
        baseVectors.VisitBlocks((_, block) => index.Add(block, build), "exact neighbours", options.Progress, options.CancellationToken);
        var search = new SearchOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = options.CancellationToken };
        long rows = queries.Length / baseVectors.Dimension;
        if (rows * k > Array.MaxLength)
            throw new ArgumentException($"{rows} queries × {k} neighbours are more results than one array can hold.", nameof(k));
        var found = new ExactNeighbours(k, new float[rows * k], new long[rows * k]);
        TieOrder.Search(
            (block, depth, distances, ids) => index.Search(block, depth, distances, ids, search),
            queries, baseVectors.Dimension, baseVectors.Count, k, deepen: true, found.Distances, found.Ids);
        return found;
    }
}
