namespace FaissNet.Cli.Bench;

/// <summary>Adding to a trained, empty index.</summary>
internal sealed class AddWorkload(string name, string description, int size, double flopsPerVector) : Workload(name, "vectors")
{
    private const double EqualShare = 0.999;

    private readonly Dictionary<Engine, VectorIndex> _indexes = [];
    private BenchData _data = null!;
    private BuildOptions _options = BuildOptions.Default;
    private int _count;

    public override long Units => _count;

    public override void Prepare(BenchData data, int threads)
    {
        _data = data;
        _count = data.Size(size);
        _options = new BuildOptions { MaxDegreeOfParallelism = threads };
        string path = data.IndexFile(description, Metric.L2, _count);
        foreach (Engine engine in (ReadOnlySpan<Engine>)[Engine.Managed, Engine.Native])
        {
            VectorIndex index = FaissIndex.Load(path, engine);
            index.Reset();
            _indexes[engine] = index;
        }
    }

    public override string? Difference()
    {
        Run(Engine.Managed);
        Run(Engine.Native);
        float[] queries = _data.Queries(200);
        const int K = 10;
        SearchResult<float> managed = _indexes[Engine.Managed].Search(queries, K);
        SearchResult<float> native = _indexes[Engine.Native].Search(queries, K);
        long equal = managed.Ids.Zip(native.Ids).Count(pair => pair.First == pair.Second);
        double share = (double)equal / native.Ids.Length;
        return share >= EqualShare ? null : $"only {share:P2} of the neighbours are equal after adding";
    }

    public override double LeastSeconds(MachineLimits limits) => Units * flopsPerVector / limits.FlopsPerSecond;

    public override void Dispose()
    {
        foreach (VectorIndex index in _indexes.Values)
            index.Dispose();
    }

    protected override void Run(Engine engine)
    {
        VectorIndex index = _indexes[engine];
        index.Reset();
        index.Add(_data.Base(_count), _options);
    }
}
