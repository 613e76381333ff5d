using BenchmarkDotNet.Attributes;

namespace FaissNet.Benchmarks.Indexes;

/// <summary>Searching each type of index in both engines: 100,000 vectors of 128 dimensions in 1,000 clusters, one thread, k = 10.</summary>
[Config(typeof(EngineTiersConfig))]
public class IndexSearchBenchmarks
{
    private const int Dimension = 128;
    private const int Stored = 100_000;
    private const int Queries = 100;
    private const int K = 10;

    private readonly SearchOptions _options = new() { NProbe = 16, MaxDegreeOfParallelism = 1 };
    private readonly float[] _distances = new float[Queries * K];
    private readonly long[] _ids = new long[Queries * K];
    private VectorIndex? _managed;
    private VectorIndex? _native;
    private float[] _queries = [];

    [Params("Flat", "SQ8", "PQ16np", "IVF256,Flat", "IVF256,SQ8", "IVF256,PQ16np")]
    public string Description { get; set; } = "";

    [GlobalSetup]
    public void Build()
    {
        float[] vectors = Clustered(Stored + Queries);
        _queries = vectors[(Stored * Dimension)..];
        string path = Path.GetTempFileName();
        try
        {
            using (VectorIndex index = FaissIndex.Create(Dimension, Description, Metric.L2, Engine.Managed))
            {
                index.Train(vectors.AsSpan(0, Stored * Dimension));
                index.Add(vectors.AsSpan(0, Stored * Dimension));
                index.Save(path);
            }
            _managed = FaissIndex.Load(path, Engine.Managed);
            _native = FaissIndex.Load(path, Engine.Native);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [GlobalCleanup]
    public void Free()
    {
        _managed?.Dispose();
        _native?.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Queries)]
    public void Native() => _native!.Search(_queries, K, _distances, _ids, _options);

    [Benchmark(OperationsPerInvoke = Queries)]
    public void Managed() => _managed!.Search(_queries, K, _distances, _ids, _options);

    private static float[] Clustered(int count)
    {
        var random = new Random(42);
        float[] centres = Enumerable.Range(0, 1000 * Dimension).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var vectors = new float[count * Dimension];
        for (int i = 0; i < vectors.Length; i += Dimension)
        {
            int centre = random.Next(1000) * Dimension;
            for (int j = 0; j < Dimension; j++)
                vectors[i + j] = centres[centre + j] + 0.2f * (random.NextSingle() - 0.5f);
        }
        return vectors;
    }
}
