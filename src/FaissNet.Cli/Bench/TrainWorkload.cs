namespace FaissNet.Cli.Bench;

/// <summary>Training an index. Two trainings agree when what they learned encodes the data equally well.</summary>
internal sealed class TrainWorkload(string name, string description, int size, double flopsPerVector) : Workload(name, "vectors")
{
    // Rounding sends k-means down different paths on data without clear clusters; the error of the codes must not care.
    private const double Tolerance = 2e-3;

    private const int Sample = 10_000;

    private readonly Dictionary<Engine, VectorIndex> _trained = [];
    private BenchData _data = null!;
    private BuildOptions _options = BuildOptions.Default;
    private int _count;

    public override long Units => _count;

    public override void Prepare(BenchData data, int threads)
    {
        _data = data;
        _count = data.Size(size);
        _options = new BuildOptions { MaxDegreeOfParallelism = threads };
        _ = data.Base(_count);
    }

    public override string? Difference()
    {
        double managed = ErrorAfter(Engine.Managed), native = ErrorAfter(Engine.Native);
        return Math.Abs(managed - native) <= Tolerance * native
            ? null
            : $"the mean squared error of the codes is {managed:G6} in C# and {native:G6} in FAISS";
    }

    public override double LeastSeconds(MachineLimits limits) => Units * flopsPerVector / limits.FlopsPerSecond;

    public override void Dispose()
    {
        foreach (VectorIndex index in _trained.Values)
            index.Dispose();
    }

    protected override void Run(Engine engine)
    {
        if (_trained.Remove(engine, out VectorIndex? previous))
            previous.Dispose();
        VectorIndex index = FaissIndex.Create(_data.Dimension, description, Metric.L2, engine);
        _trained[engine] = index;
        index.Train(_data.Base(_count), _options);
    }

    private double ErrorAfter(Engine engine)
    {
        Run(engine);
        VectorIndex index = _trained[engine];
        ReadOnlySpan<float> sample = _data.Base(_count)[..(Math.Min(_count, Sample) * _data.Dimension)];
        // An IVF of raw vectors loses nothing; what its training is worth is the distance to the coarse centroid.
        int rows = sample.Length / _data.Dimension;
        if (index.CodeSize > _data.Dimension * sizeof(float))
        {
            index.Add(sample);
            return index.Search(sample, 10, new SearchOptions { NProbe = 1 }).Distances.Where(float.IsFinite).Average(d => Math.Min(d, 4f));
        }
        var codes = new byte[rows * index.CodeSize];
        var decoded = new float[sample.Length];
        index.Encode(sample, codes, _options);
        index.Decode(codes, decoded, _options);
        double error = 0;
        for (int i = 0; i < decoded.Length; i++)
            error += (decoded[i] - sample[i]) * (double)(decoded[i] - sample[i]);
        return error / rows;
    }
}
