namespace FaissNet.Evaluation;

/// <summary>Measures a <see cref="VectorIndex"/>.</summary>
public sealed class IndexRetriever : IRetriever
{
    private static readonly string[] s_otherScores = ["LSH", "Modality,", "Hub,", "L2norm,"];

    private readonly VectorIndex _index;
    private readonly SearchOptions _options;

    /// <summary>A retriever that owns the index and disposes of it.</summary>
    /// <param name="index">An empty index.</param>
    /// <param name="name">What to call it; by default its factory string.</param>
    /// <param name="options">
    /// Search parameters, e.g. <see cref="SearchOptions.NProbe"/>; threads and cancellation are the evaluator's.
    /// </param>
    /// <exception cref="ArgumentException">The index is not empty: its ids would not be those of the data set.</exception>
    public IndexRetriever(VectorIndex index, string? name = null, SearchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (index.Count > 0)
            throw new ArgumentException($"Expected an empty index, but it holds {index.Count} vectors.", nameof(index));
        _index = index;
        _options = options ?? SearchOptions.Default;
        Name = name ?? index.Description;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Dimension => _index.Dimension;

    /// <summary><see cref="VectorIndex.CodeSize"/>.</summary>
    public double BytesPerVector => _index.CodeSize;

    /// <inheritdoc/>
    public bool NeedsTraining => !_index.IsTrained;

    /// <summary><c>false</c> for refine and hubness indexes, which take k times a factor as candidates.</summary>
    public bool IsDepthIndependent => SearchEffort.IsDepthIndependent(_index.Description);

    /// <summary>
    /// <c>true</c> but for sign codes, which count bits, and for transforms that change scores: those of modalities, of hubs, and to unit length.
    /// </summary>
    public bool ReturnsMetricScores => !s_otherScores.Any(token => _index.Description.Contains(token, StringComparison.Ordinal));

    /// <summary><c>false</c> where there is an inverted file in the index.</summary>
    public bool SearchesAll => !_index.Description.Contains("IVF", StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Train(ReadOnlySpan<float> sample, ReadOnlySpan<float> querySample, BuildOptions options)
        => _index.Train(sample, querySample.IsEmpty ? options : options with { Queries = [new QuerySample(querySample.ToArray())] });

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<float> vectors, BuildOptions options) => _index.Add(vectors, options);

    /// <inheritdoc/>
    public void Search(
        ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => Search(_options, queries, k, distances, ids, maxDegreeOfParallelism, cancellationToken);

    /// <inheritdoc/>
    public void SearchAll(
        ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => Search(_options with { NProbe = int.MaxValue }, queries, k, distances, ids, maxDegreeOfParallelism, cancellationToken);

    /// <inheritdoc/>
    public long? MeasureFileBytes()
    {
        using var counter = new CountingStream();
        _index.Save(counter);
        return counter.Length;
    }

    /// <summary>Disposes of the index.</summary>
    public void Dispose() => _index.Dispose();

    private void Search(
        SearchOptions options,
        ReadOnlySpan<float> queries,
        int k,
        Span<float> distances,
        Span<long> ids,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken)
        => _index.Search(
            queries, k, distances, ids,
            options with { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken });
}
