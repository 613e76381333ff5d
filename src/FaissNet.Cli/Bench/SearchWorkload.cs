using System.Numerics.Tensors;

namespace FaissNet.Cli.Bench;

/// <summary>Searching a float index, as a batch or one query after another.</summary>
/// <param name="name">The line's name.</param>
/// <param name="description">Factory string.</param>
/// <param name="size">Base vectors.</param>
/// <param name="queries">Queries of one run.</param>
/// <param name="oneByOne">Whether each query is a call of its own.</param>
/// <param name="nProbe">Lists to visit, for inverted files.</param>
/// <param name="readsCodes">Whether the limit is reading codes from memory (scans with tables) rather than multiply-adds.</param>
/// <param name="hasNative">Whether native FAISS has such indexes.</param>
/// <param name="k">Neighbours per query.</param>
/// <param name="mapped">Whether C# leaves the codes in the file and maps it.</param>
/// <param name="refineFactor">Candidates to score again, as a multiple of k, for refine indexes.</param>
internal sealed class SearchWorkload(
    string name, string description, int size, int queries, bool oneByOne = false, int? nProbe = null, bool readsCodes = false,
    bool hasNative = true, int k = 10, bool mapped = false, float? refineFactor = null)
    : Workload(name, "queries")
{
    private readonly Dictionary<Engine, VectorIndex> _indexes = [];
    private float[] _queries = [];
    private float[] _distances = [];
    private long[] _ids = [];
    private SearchOptions _options = SearchOptions.Default;
    private int _dimension;

    public override bool HasNative => hasNative;

    public override long Units => _queries.Length / _dimension;

    public override void Prepare(BenchData data, int threads)
    {
        _dimension = data.Dimension;
        _queries = data.Queries(queries);
        _distances = new float[Units * k];
        _ids = new long[Units * k];
        _options = new SearchOptions { NProbe = nProbe, RefineFactor = refineFactor, MaxDegreeOfParallelism = threads };
        string path = data.IndexFile(description, Metric.L2, data.Size(size));
        _indexes[Engine.Managed] = FaissIndex.Load(path, new LoadOptions { MemoryMap = mapped }, Engine.Managed);
        if (HasNative)
            _indexes[Engine.Native] = FaissIndex.Load(path, Engine.Native);
    }

    public override string? Difference()
    {
        if (HasNative)
            Run(Engine.Native);
        else
            RunOneByOne(_indexes[Engine.Managed]);
        Answers<float> native = new Answers<float>(_distances, _ids).Copy();
        Run(Engine.Managed);
        double magnitude = TensorPrimitives.SumOfSquares<float>(_queries.AsSpan(0, _dimension));
        return AnswerComparison.Describe(k, new Answers<float>(_distances, _ids), native, magnitude);
    }

    public override double LeastSeconds(MachineLimits limits)
    {
        VectorIndex index = _indexes[Engine.Managed];
        double scanned = index.Count;
        double coarse = 0;
        if (index is IvfIndex ivf)
        {
            scanned *= Math.Min(1.0, (nProbe ?? ivf.NProbe) / (double)ivf.NList);
            coarse = 2.0 * ivf.NList * _dimension / limits.FlopsPerSecond;
        }
        // What one query after another reads comes from memory, what a batch shares can come from the cache.
        int codeSize = index is BinaryRerankIndex rerank ? rerank.Base.CodeSize : index.CodeSize;
        double reading = scanned * codeSize / (oneByOne ? limits.MemoryBytesPerSecond : limits.CacheBytesPerSecond);
        double computing = 2.0 * scanned * _dimension / limits.FlopsPerSecond;
        return Units * (coarse + (readsCodes || oneByOne ? reading : computing));
    }

    public override void Dispose()
    {
        foreach (VectorIndex index in _indexes.Values)
            index.Dispose();
    }

    protected override void Run(Engine engine)
    {
        VectorIndex index = _indexes[engine];
        if (oneByOne)
            RunOneByOne(index);
        else
            index.Search(_queries, k, _distances, _ids, _options);
    }

    private void RunOneByOne(VectorIndex index)
    {
        for (int i = 0; i < Units; i++)
        {
            index.Search(
                _queries.AsSpan(i * _dimension, _dimension), k, _distances.AsSpan(i * k, k), _ids.AsSpan(i * k, k), _options);
        }
    }
}
