namespace FaissNet.Evaluation;

/// <summary>Exact search over the float vectors: what every other technique is measured against.</summary>
public static class GroundTruth
{
    // 1 GiB of floats. Fewer parts search faster, as each part costs every query a heap of its own.
    private const long PartFloats = 1L << 28;

    /// <summary>The exact k nearest neighbours of each query, by exhaustive float search (FAISS: <c>IndexFlat</c>).</summary>
    /// <param name="baseVectors">The vectors to search; a part of them at a time is in memory, one GiB at most.</param>
    /// <param name="queries">n × d, row-major.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="k">Neighbours per query.</param>
    /// <param name="options">
    /// Threads, progress, cancellation, and where results are kept (<see cref="EvaluationOptions.GroundTruthFolder"/>).
    /// </param>
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
        long rows = queries.Length / baseVectors.Dimension;
        if (rows * k > Array.MaxLength)
            throw new ArgumentException($"{rows} queries × {k} neighbours are more results than one array can hold.", nameof(k));
        options ??= EvaluationOptions.Default;
        if (options.GroundTruthFolder is not { } folder)
            return Search(baseVectors, queries, metric, k, PartFloats, options);
        var cache = new GroundTruthCache(folder, baseVectors, queries, metric, k, options);
        if (cache.TryRead() is { } known)
            return known;
        ExactNeighbours found = Search(baseVectors, queries, metric, k, PartFloats, options);
        cache.Write(found);
        return found;
    }

    internal static ExactNeighbours Search(
        VectorSource baseVectors, float[] queries, Metric metric, int k, long partFloats, EvaluationOptions options)
    {
        int dimension = baseVectors.Dimension;
        var merged = new NeighbourMerger(queries.Length / dimension, k, metric);
        long partRows = Math.Max(1, partFloats / dimension), start = 0;
        BuildOptions build = options.ToBuildOptions() with { Progress = null };
        var index = new FlatIndex(dimension, metric);
        try
        {
            baseVectors.VisitBlocks((_, block) => Add(block), "exact neighbours", options.Progress, options.CancellationToken);
            SearchPart();
        }
        finally
        {
            index.Dispose();
        }
        return merged.Result;

        void Add(ReadOnlySpan<float> block)
        {
            while (!block.IsEmpty)
            {
                if (index.Count == partRows)
                {
                    SearchPart();
                    start += partRows;
                    index.Dispose();
                    index = new FlatIndex(dimension, metric);
                }
                int length = (int)Math.Min(block.Length, (partRows - index.Count) * dimension);
                index.Add(block[..length], build);
                block = block[length..];
            }
        }

        void SearchPart()
        {
            var search = new SearchOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = options.CancellationToken };
            var distances = new float[merged.Result.Distances.Length];
            var ids = new long[merged.Result.Ids.Length];
            TieOrder.Search(
                (block, depth, distances, ids) => index.Search(block, depth, distances, ids, search),
                queries, dimension, index.Count, k, deepen: true, distances, ids);
            merged.Add(start, distances, ids);
        }
    }
}
