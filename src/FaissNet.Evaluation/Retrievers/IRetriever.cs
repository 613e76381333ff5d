namespace FaissNet.Evaluation;

/// <summary>Anything that stores vectors and answers queries with ids, so that <see cref="RetrievalEvaluator"/> can measure it.</summary>
/// <remarks>The evaluator calls Train (where wanted), Add once per block, then Search, from one thread.</remarks>
public interface IRetriever : IDisposable
{
    /// <summary>What to call it in a table.</summary>
    string Name { get; }

    /// <summary>Number of components of a vector: d.</summary>
    int Dimension { get; }

    /// <summary>Bytes that one stored vector takes: its codes, without ids and without what all vectors share.</summary>
    double BytesPerVector { get; }

    /// <summary>Whether <see cref="Train"/> must be called before <see cref="Add"/>.</summary>
    bool NeedsTraining { get; }

    /// <summary>
    /// Whether a search for more than k results begins with the results of a search for k. So it is everywhere but where the depth decides
    /// how many candidates are looked at, as in re-ranking.
    /// </summary>
    bool IsDepthIndependent { get; }

    /// <summary>Whether the returned scores estimate the metric's, so that their errors mean something. By default they do not.</summary>
    bool ReturnsMetricScores => false;

    /// <summary>Whether every search looks at all stored vectors, as all do that do not probe lists. By default it does.</summary>
    bool SearchesAll => true;

    /// <summary>Learns from a sample of the vectors to be stored, and of the queries that will come.</summary>
    /// <param name="sample">n × d, row-major.</param>
    /// <param name="querySample">
    /// Queries like those that will come but not those that will be measured, m × d, row-major; empty where there are none.
    /// </param>
    /// <param name="options">Threads, progress, cancellation.</param>
    void Train(ReadOnlySpan<float> sample, ReadOnlySpan<float> querySample, BuildOptions options);

    /// <summary>Stores vectors under the next ids: 0, 1, 2, …</summary>
    /// <param name="vectors">n × d, row-major.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    void Add(ReadOnlySpan<float> vectors, BuildOptions options);

    /// <summary>Finds the best stored vectors of each query.</summary>
    /// <param name="queries">n × d, row-major.</param>
    /// <param name="k">Results per query.</param>
    /// <param name="distances">
    /// Receives n × k distances or similarities, best first, whichever the technique ranks by. Only their being equal matters to the
    /// evaluator.
    /// </param>
    /// <param name="ids">Receives n × k ids, best first; −1 where there are fewer.</param>
    /// <param name="maxDegreeOfParallelism">Threads at most; 0 means all cores.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    void Search(
        ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids, int maxDegreeOfParallelism, CancellationToken cancellationToken);

    /// <summary>Searches as <see cref="Search"/> does, but looks at all stored vectors: what probing costs is left out.</summary>
    /// <inheritdoc cref="Search"/>
    void SearchAll(
        ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => Search(queries, k, distances, ids, maxDegreeOfParallelism, cancellationToken);

    /// <summary>Bytes of what has been stored as a file, with all that is in it; <c>null</c> (the default) where there is no such file.</summary>
    long? MeasureFileBytes() => null;
}
