namespace FaissNet.Cli.Bench;

/// <summary>Encoding with a trained quantizer, without storing.</summary>
internal sealed class EncodeWorkload(string name, string description, int size, double flopsPerVector) : Workload(name, "vectors")
{
    private const double EqualShare = 0.999;

    private readonly Dictionary<Engine, VectorIndex> _indexes = [];
    private readonly Dictionary<Engine, byte[]> _codes = [];
    private BenchData _data = null!;
    private BuildOptions _options = BuildOptions.Default;
    private int _count;

    public override long Units => _count;

    public override void Prepare(BenchData data, int threads)
    {
        _data = data;
        _count = data.Size(size);
        _options = new BuildOptions { MaxDegreeOfParallelism = threads };
        string path = data.IndexFile(description, Metric.L2, data.Size(65_536));
        foreach (Engine engine in (ReadOnlySpan<Engine>)[Engine.Managed, Engine.Native])
        {
            VectorIndex index = FaissIndex.Load(path, engine);
            _indexes[engine] = index;
            _codes[engine] = new byte[(long)_count * index.CodeSize];
        }
    }

    public override string? Difference()
    {
        Run(Engine.Managed);
        Run(Engine.Native);
        byte[] managed = _codes[Engine.Managed], native = _codes[Engine.Native];
        long equal = 0;
        for (int i = 0; i < managed.Length; i++)
            equal += managed[i] == native[i] ? 1 : 0;
        double share = (double)equal / managed.Length;
        return share >= EqualShare ? null : $"only {share:P2} of the code bytes are equal";
    }

    public override double LeastSeconds(MachineLimits limits) => Units * flopsPerVector / limits.FlopsPerSecond;

    public override void Dispose()
    {
        foreach (VectorIndex index in _indexes.Values)
            index.Dispose();
    }

    protected override void Run(Engine engine) => _indexes[engine].Encode(_data.Base(_count), _codes[engine], _options);
}
