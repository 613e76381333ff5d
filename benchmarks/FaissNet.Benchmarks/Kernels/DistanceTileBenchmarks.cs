using BenchmarkDotNet.Attributes;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Benchmarks.Kernels;

/// <summary>
/// 240 rows against the columns of a panel. Times are per row: 2 · Columns · Dimension floating-point operations, so GFLOP/s is that divided by the
/// nanoseconds in the Mean column.
/// </summary>
[Config(typeof(TiersConfig))]
public unsafe class DistanceTileBenchmarks
{
    private const int Rows = 240;
    private const int K = 10;
    private readonly PackedPanel _panel = new();
    private AlignedBuffer<float> _x = null!;
    private AlignedBuffer<float> _scores = null!;
    private AlignedBuffer<long> _ids = null!;

    /// <summary>8: product-quantizer encoding. 128 and 768: k-means, coarse assignment, flat search.</summary>
    [Params(8, 128, 768)]
    public int Dimension { get; set; }

    [Params(256, 4096)]
    public int Columns { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _x = KernelInput.Floats(1, (long)Rows * Dimension);
        using AlignedBuffer<float> y = KernelInput.Floats(2, (long)Columns * Dimension);
        _panel.Pack(y.Pointer, Columns, Dimension);
        _scores = new AlignedBuffer<float>((long)Rows * Columns);
        _ids = new AlignedBuffer<long>(Rows * K);
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public void Nearest() => DistanceTile.Nearest(_x.Pointer, Rows, _panel, Metric.L2, (int*)_ids.Pointer, _scores.Pointer);

    [Benchmark(OperationsPerInvoke = Rows)]
    public void TopK()
    {
        TopKHeap.Initialize(Metric.L2, _scores.Pointer, _ids.Pointer, Rows, K);
        DistanceTile.TopK(_x.Pointer, Rows, _panel, Metric.L2, new IdSource(0), new TopKRows(_scores.Pointer, _ids.Pointer, K));
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public void Matrix() => DistanceTile.Distances(_x.Pointer, Rows, _panel, Metric.L2, _scores.Pointer, Columns);
}
