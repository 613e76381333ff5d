using BenchmarkDotNet.Attributes;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Benchmarks.Kernels;

/// <summary>Scalar codes. Times are per code.</summary>
[Config(typeof(TiersConfig))]
public unsafe class ScalarCodeBenchmarks
{
    private const int Rows = 20_000;
    private readonly PackedPanel _panel = new();
    private ScalarCodeFormat _format;
    private AlignedBuffer<byte> _codes = null!;
    private AlignedBuffer<float> _query = null!;
    private AlignedBuffer<float> _lows = null!;
    private AlignedBuffer<float> _steps = null!;
    private AlignedBuffer<float> _results = null!;

    [Params(128, 768)]
    public int Dimension { get; set; }

    [Params("Bytes", "Nibbles", "SixBits", "Halves", "BFloats")]
    public string Format { get; set; } = "";

    private ScalarCodeView View => new(_format, Dimension, _lows.Pointer, _steps.Pointer);

    [GlobalSetup]
    public void Setup()
    {
        _format = Enum.Parse<ScalarCodeFormat>(Format);
        _codes = KernelInput.Bytes(1, Rows * Dimension * 2);
        _query = KernelInput.Floats(2, Dimension);
        _lows = KernelInput.Floats(3, Dimension);
        _steps = KernelInput.Floats(4, Dimension);
        _results = new AlignedBuffer<float>(Rows);
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public void L2OneQuery() =>
        ScalarCode.ToCodes(View, _query.Pointer, _codes.Pointer, Rows, Metric.L2, _results.Pointer);

    [Benchmark(OperationsPerInvoke = Rows)]
    public void InnerProductOneQuery() =>
        ScalarCode.ToCodes(View, _query.Pointer, _codes.Pointer, Rows, Metric.InnerProduct, _results.Pointer);

    [Benchmark(OperationsPerInvoke = Rows)]
    public void DecodeIntoPanel()
    {
        for (int i = 0; i < Rows; i += 1000)
            _panel.PackCodes(View, _codes.Pointer + ((long)i * View.CodeSize), 1000);
    }
}
