using BenchmarkDotNet.Attributes;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Benchmarks.Kernels;

/// <summary>One query against rows. Times are per row of 4 · Dimension bytes: bytes divided by the nanoseconds in the Mean column are GB/s.</summary>
[Config(typeof(TiersConfig))]
public unsafe class VectorDistanceBenchmarks
{
    private const int Rows = 100_000;
    private AlignedBuffer<float> _rows = null!;
    private AlignedBuffer<float> _query = null!;
    private AlignedBuffer<float> _distances = null!;

    [Params(96, 128, 768)]
    public int Dimension { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _rows = KernelInput.Floats(1, (long)Rows * Dimension);
        _query = KernelInput.Floats(2, Dimension);
        _distances = new AlignedBuffer<float>(Rows);
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public void L2() => VectorDistance.L2SquaredToRows(_query.Pointer, _rows.Pointer, Rows, Dimension, _distances.Pointer);

    [Benchmark(OperationsPerInvoke = Rows)]
    public void InnerProduct() => VectorDistance.InnerProductToRows(_query.Pointer, _rows.Pointer, Rows, Dimension, _distances.Pointer);
}
