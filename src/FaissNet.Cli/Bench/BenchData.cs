namespace FaissNet.Cli.Bench;

/// <summary>The vectors that the workloads share, drawn once, and the indexes built from them, kept as files so that both engines load the same.</summary>
internal sealed class BenchData : IDisposable
{
    private const int Seed = 20240229;

    private readonly float[]? _givenBase;
    private readonly float[]? _givenQueries;
    private readonly int _dimension;
    private readonly ClusteredVectors _source;
    private readonly DirectoryInfo _folder;
    private readonly bool _keepsFiles;
    private readonly Dictionary<string, string> _files = [];
    private float[] _base = [];

    /// <param name="dimension">Components of a vector.</param>
    /// <param name="scale">Share of the standard sizes to race on; 1 for the table of the documentation.</param>
    /// <param name="givenBase">The caller's own base vectors, or null for generated ones.</param>
    /// <param name="givenQueries">The caller's own queries, or null for generated ones.</param>
    /// <param name="folder">Where indexes of earlier runs are and those of this one stay; null for a temporary folder.</param>
    public BenchData(int dimension, double scale, float[]? givenBase = null, float[]? givenQueries = null, string? folder = null)
    {
        _dimension = dimension;
        Scale = scale;
        _givenBase = givenBase;
        _givenQueries = givenQueries;
        _source = new ClusteredVectors(dimension, Seed);
        _keepsFiles = folder is not null;
        _folder = folder is null ? Directory.CreateTempSubdirectory("faissnet-bench-") : Directory.CreateDirectory(folder);
    }

    public double Scale { get; }

    public int Dimension => _dimension;

    /// <summary>A standard size, scaled, and no larger than what the caller's own data has.</summary>
    public int Size(int standard)
    {
        int scaled = Math.Max(2_000, (int)(standard * Scale));
        return _givenBase is null ? scaled : Math.Min(scaled, _givenBase.Length / _dimension);
    }

    public ReadOnlySpan<float> Base(int count)
    {
        float[] all = _givenBase ?? _base;
        if (all.Length < (long)count * _dimension)
            all = _base = _source.Draw(count, Seed + 1);
        return all.AsSpan(0, count * _dimension);
    }

    public float[] Queries(int count)
    {
        if (_givenQueries is null)
            return _source.Draw(count, Seed + 2);
        count = Math.Min(count, _givenQueries.Length / _dimension);
        return _givenQueries.AsSpan(0, count * _dimension).ToArray();
    }

    /// <summary>Uniform random bits: the only data on which Hamming scans are raced.</summary>
    public static byte[] Bits(int count, int bits, int seed)
    {
        var bytes = new byte[(long)count * bits / 8];
        new Random(Seed + seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The file of an index over the first <paramref name="count"/> base vectors, built by the C# engine when first asked for.</summary>
    public string IndexFile(string description, Metric metric, int count)
    {
        return File($"{description} {metric} {count}", path =>
        {
            using VectorIndex index = FaissIndex.Create(_dimension, description, metric, Engine.Managed);
            ReadOnlySpan<float> vectors = Base(count);
            index.Train(vectors[..(Math.Min(count, 262_144) * _dimension)]);
            index.Add(vectors);
            index.Save(path);
        });
    }

    /// <summary>The same of random bits.</summary>
    public string BinaryIndexFile(string description, int bits, int count)
        => File($"{description} {bits} {count}", path =>
        {
            using BinaryIndex index = FaissIndex.CreateBinary(bits, description, Engine.Managed);
            byte[] vectors = Bits(count, bits, 1);
            // Random bits have no clusters that more vectors would show.
            index.Train(vectors.AsSpan(0, Math.Min(count, 50_000) * (bits / 8)));
            index.Add(vectors);
            index.Save(path);
        });

    public void Dispose()
    {
        if (!_keepsFiles)
            _folder.Delete(recursive: true);
    }

    private string File(string key, Action<string> build)
    {
        if (_files.TryGetValue(key, out string? path))
            return path;
        path = Path.Combine(_folder.FullName, $"{key}.faiss");
        if (!System.IO.File.Exists(path))
            build(path);
        return _files[key] = path;
    }
}
