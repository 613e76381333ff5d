using BenchmarkDotNet.Attributes;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Benchmarks.Kernels;

/// <summary>8-bit scalar codes. Times are per code of Dimension bytes.</summary>
[Config(typeof(TiersConfig))]
public unsafe class ScalarCodeBenchmarks
{
    private const int Rows = 20_000;
    private readonly PackedPanel _panel = new();
    private AlignedBuffer<byte> _codes = null!;
    private AlignedBuffer<float> _query = null!;
    private AlignedBuffer<float> _vmin = null!;
    private AlignedBuffer<float> _vdiff = null!;
    private AlignedBuffer<float> _results = null!;

    [Params(128, 768)]
    public int Dimension { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _codes = KernelInput.Bytes(1, Rows * Dimension);
        _query = KernelInput.Floats(2, Dimension);
        _vmin = KernelInput.Floats(3, Dimension);
        _vdiff = KernelInput.Floats(4, Dimension);
        _results = new AlignedBuffer<float>(Rows);
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public void L2OneQuery() =>
        ScalarCode.L2Squared(_query.Pointer, _codes.Pointer, Rows, Dimension, _vmin.Pointer, _vdiff.Pointer, _results.Pointer);

    [Benchmark(OperationsPerInvoke = Rows)]
    public void InnerProductOneQuery() =>
        ScalarCode.InnerProduct(_query.Pointer, _codes.Pointer, Rows, Dimension, _vmin.Pointer, _vdiff.Pointer, _results.Pointer);

    [Benchmark(OperationsPerInvoke = Rows)]
    public void DecodeIntoPanel()
    {
        for (int i = 0; i < Rows; i += 1000)
            _panel.PackCodes(_codes.Pointer + ((long)i * Dimension), 1000, Dimension, _vmin.Pointer, _vdiff.Pointer);
    }
}
