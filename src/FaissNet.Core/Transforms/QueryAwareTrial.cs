using FaissNet.Clustering;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Tries how many true neighbours a product quantizer of a given size finds behind a transform, for queries that the transform has not learned from.
/// </summary>
internal sealed class QueryAwareTrial : IDisposable
{
    private const int MostVectors = 8192;
    private const int LeastVectors = 512;
    private const int MostQueries = 512;
    private const int LeastQueries = 32;
    private const int K = 10;
    private const int RotationSeed = 77;

    // One query in four is kept back.
    private const int KeptBack = 4;

    private readonly AlignedBuffer<float>? _sample;
    private readonly Rows<float> _vectors;
    private readonly Rows<float> _queries;
    private readonly int _slices;
    private readonly BuildOptions _options;
    private readonly RandomRotationMatrix _rotation;
    private readonly long[] _exact;

    /// <param name="vectors">Stored vectors.</param>
    /// <param name="queries">Queries in random order.</param>
    /// <param name="codeBytes">Bytes that a code shall have, about.</param>
    /// <param name="options">Threads and cancellation.</param>
    public QueryAwareTrial(Rows<float> vectors, Rows<float> queries, int codeBytes, BuildOptions options)
    {
        int dimension = vectors.Width;
        long keptBack = queries.Count / KeptBack;
        Learning = queries.Slice(0, queries.Count - keptBack);
        _queries = queries.Slice(queries.Count - keptBack, Math.Min(keptBack, MostQueries));
        _sample = TrainingSample.Take(vectors, MostVectors);
        _vectors = _sample?.AsRows(dimension) ?? vectors;
        _options = options;
        _slices = Enumerable.Range(1, dimension).Where(slices => dimension % slices == 0).MinBy(slices => Math.Abs(slices - codeBytes));
        _rotation = new RandomRotationMatrix(dimension, dimension, RotationSeed);
        _exact = IsPossible ? Exact() : [];
    }

    /// <summary>Queries to learn a transform from.</summary>
    public Rows<float> Learning { get; }

    /// <summary>Whether there is enough to try anything on.</summary>
    public bool IsPossible => _vectors.Count >= LeastVectors && _queries.Count >= LeastQueries;

    /// <summary>How many of the ten true neighbours of each query are found.</summary>
    public int[] Hits(VectorTransform stored, VectorTransform forQueries)
    {
        int dimension = _vectors.Width;
        using var pq = new PqIndex(dimension, _slices, 8, Metric.InnerProduct) { PolysemousTraining = false };
        using (AlignedBuffer<float> codes = Through(stored, _vectors))
        {
            pq.TrainInner(codes.AsRows(dimension), _options);
            pq.AddInner(codes.AsRows(dimension), default, _options);
        }
        using AlignedBuffer<float> queries = Through(forQueries, _queries);
        long[] found = Search(pq, queries.AsRows(dimension));
        var hits = new int[found.Length / K];
        for (int query = 0; query < hits.Length; query++)
        {
            ReadOnlySpan<long> exact = _exact.AsSpan(query * K, K);
            foreach (long id in found.AsSpan(query * K, K))
                hits[query] += exact.Contains(id) ? 1 : 0;
        }
        return hits;
    }

    public void Dispose() => _sample?.Dispose();

    private long[] Exact()
    {
        using var flat = new FlatIndex(_vectors.Width, Metric.InnerProduct);
        flat.AddInner(_vectors, default, _options);
        return Search(flat, _queries);
    }

    private unsafe long[] Search(VectorIndex index, Rows<float> queries)
    {
        var distances = new float[queries.Count * K];
        var ids = new long[queries.Count * K];
        var options = new SearchOptions
        {
            MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism,
            CancellationToken = _options.CancellationToken,
        };
        fixed (float* distancePointer = distances)
        fixed (long* idPointer = ids)
            index.SearchInner(queries, new Rows<float>(distancePointer, queries.Count, K), new Rows<long>(idPointer, queries.Count, K), options);
        return ids;
    }

    private AlignedBuffer<float> Through(VectorTransform transform, Rows<float> rows)
    {
        int threads = _options.MaxDegreeOfParallelism;
        using var transformed = new AlignedBuffer<float>(rows.Count * rows.Width);
        var rotated = new AlignedBuffer<float>(rows.Count * rows.Width);
        transform.Apply(rows, transformed.AsRows(rows.Width), threads, _options.CancellationToken);
        _rotation.Apply(transformed.AsRows(rows.Width), rotated.AsRows(rows.Width), threads, _options.CancellationToken);
        return rotated;
    }
}
