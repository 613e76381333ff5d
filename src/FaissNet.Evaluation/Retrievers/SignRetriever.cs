using System.Numerics.Tensors;

namespace FaissNet.Evaluation;

/// <summary>
/// Sign codes compared with the Hamming distance, on request followed by a re-ranking of the best candidates with the float vectors.
/// </summary>
/// <remarks>
/// Stored vectors and queries are compared with thresholds of their own: embeddings of images and of texts lie in two narrow cones far
/// from the origin, where the signs of most components are the same for all vectors of a modality and tell nothing. Thresholds at the
/// mean of each side
/// make every bit count.
/// </remarks>
public sealed class SignRetriever : IRetriever
{
    private readonly SignQuantizer _stored;
    private readonly SignQuantizer _queries;
    private readonly BinaryIndex _codes;
    private readonly FlatIndex? _vectors;

    /// <summary>An empty retriever.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="dimension">Number of components of a vector, a multiple of 8.</param>
    /// <param name="threshold">What the components are compared with, on each side over a sample of that side.</param>
    /// <param name="querySample">
    /// Queries to learn the query side's thresholds from, n × d; not looked at for <see cref="SignThreshold.Zero"/>.
    /// </param>
    /// <param name="rerankFactor">
    /// How many candidates are re-scored with the float vectors, as a multiple of k; 0 for none. The float vectors are kept for it.
    /// </param>
    /// <param name="metric">How the float vectors are compared in re-ranking.</param>
    /// <exception cref="ArgumentException">The dimension is not a multiple of 8, or there are no queries to learn from.</exception>
    public SignRetriever(
        string name,
        int dimension,
        SignThreshold threshold,
        ReadOnlySpan<float> querySample = default,
        int rerankFactor = 0,
        Metric metric = Metric.InnerProduct)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegative(rerankFactor);
        Name = name;
        RerankFactor = rerankFactor;
        _codes = new BinaryFlatIndex(dimension);
        _stored = new SignQuantizer(dimension, threshold);
        _queries = new SignQuantizer(dimension, threshold);
        _queries.Train(querySample);
        _vectors = rerankFactor > 0 ? new FlatIndex(dimension, metric) : null;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Candidates that are re-scored with the float vectors, as a multiple of k; 0 for none.</summary>
    public int RerankFactor { get; }

    /// <inheritdoc/>
    public int Dimension => _stored.Dimension;

    /// <summary>d / 8, and 4·d more where float vectors are kept for re-ranking.</summary>
    public double BytesPerVector => _stored.CodeSize + (_vectors?.CodeSize ?? 0);

    /// <inheritdoc/>
    public bool NeedsTraining => !_stored.IsTrained;

    /// <inheritdoc/>
    public bool IsDepthIndependent => RerankFactor == 0;

    /// <inheritdoc/>
    public void Train(ReadOnlySpan<float> sample, ReadOnlySpan<float> querySample, BuildOptions options)
    {
        _stored.Train(sample, options);
        if (!querySample.IsEmpty)
            _queries.Train(querySample, options);
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<float> vectors, BuildOptions options)
    {
        var codes = new byte[vectors.Length / Dimension * _stored.CodeSize];
        _stored.Encode(vectors, codes, options);
        _codes.Add(codes, options);
        _vectors?.Add(vectors, options);
    }

    /// <inheritdoc/>
    public void Search(
        ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        var codes = new byte[queries.Length / Dimension * _queries.CodeSize];
        _queries.Encode(queries, codes, new BuildOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken });
        var options = new SearchOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken };
        int depth = _vectors is null ? k : (int)Math.Clamp((long)k * RerankFactor, k, Math.Max(k, _codes.Count));
        SearchResult<int> candidates = _codes.Search(codes, depth, options);
        if (_vectors is not null)
        {
            FloatReranking.Run(_vectors, queries, candidates, k, distances, ids, options);
            return;
        }
        candidates.Ids.CopyTo(ids);
        TensorPrimitives.ConvertTruncating<int, float>(candidates.Distances, distances);
    }

    /// <summary>Frees codes and vectors.</summary>
    public void Dispose()
    {
        _codes.Dispose();
        _vectors?.Dispose();
    }
}
