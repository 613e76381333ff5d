namespace FaissNet.Cli.Bench;

/// <summary>Searching packed bits by Hamming distance.</summary>
/// <param name="name">The line's name.</param>
/// <param name="description">String of the binary factory.</param>
/// <param name="bits">Bits of a vector.</param>
/// <param name="size">Base vectors.</param>
/// <param name="queries">Queries of one run.</param>
/// <param name="nProbe">Lists to visit, for inverted files.</param>
internal sealed class BinarySearchWorkload(string name, string description, int bits, int size, int queries, int? nProbe = null)
    : Workload(name, "queries")
{
    private const int K = 10;

    private readonly Dictionary<Engine, BinaryIndex> _indexes = [];
    private byte[] _queries = [];
    private int[] _distances = [];
    private long[] _ids = [];
    private SearchOptions _options = SearchOptions.Default;

    public override long Units => queries;

    public override void Prepare(BenchData data, int threads)
    {
        _queries = BenchData.Bits(queries, bits, 2);
        _distances = new int[queries * K];
        _ids = new long[queries * K];
        _options = new SearchOptions { NProbe = nProbe, MaxDegreeOfParallelism = threads };
        string path = data.BinaryIndexFile(description, bits, data.Size(size));
        foreach (Engine engine in (ReadOnlySpan<Engine>)[Engine.Managed, Engine.Native])
            _indexes[engine] = FaissIndex.LoadBinary(path, engine);
    }

    public override string? Difference()
    {
        Run(Engine.Native);
        Answers<int> native = new Answers<int>(_distances, _ids).Copy();
        Run(Engine.Managed);
        return AnswerComparison.Describe(new Answers<int>(_distances, _ids), native);
    }

    public override double LeastSeconds(MachineLimits limits)
    {
        BinaryIndex index = _indexes[Engine.Managed];
        double scanned = index.Count;
        if (index is BinaryIvfIndex ivf)
            scanned = (scanned * Math.Min(1.0, (nProbe ?? ivf.NProbe) / (double)ivf.NList)) + ivf.NList;
        return Units * scanned * (bits / 8) / limits.CacheBytesPerSecond;
    }

    public override void Dispose()
    {
        foreach (BinaryIndex index in _indexes.Values)
            index.Dispose();
    }

    protected override void Run(Engine engine) => _indexes[engine].Search(_queries, K, _distances, _ids, _options);
}
