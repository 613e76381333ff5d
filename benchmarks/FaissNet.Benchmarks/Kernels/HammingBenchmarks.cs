using BenchmarkDotNet.Attributes;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Benchmarks.Kernels;

/// <summary>One query over uniform binary codes, word by word against the block scan. Times are per code.</summary>
[Config(typeof(TiersConfig))]
public unsafe class HammingBenchmarks
{
    private const int Rows = 100_000;
    private const int K = 10;
    private AlignedBuffer<byte> _codes = null!;
    private AlignedBuffer<byte> _blocks = null!;
    private AlignedBuffer<byte> _scratch = null!;
    private AlignedBuffer<int> _distances = null!;
    private AlignedBuffer<long> _ids = null!;

    [Params(64, 256, 512, 1024)]
    public int Bits { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _codes = KernelInput.Bytes(1, Rows * Bits / 8);
        _blocks = new AlignedBuffer<byte>(CodeBlocks.Bytes(Rows, Bits / 8));
        CodeBlocks.Append(_blocks.Pointer, 0, _codes.Pointer, Rows, Bits / 8);
        _scratch = new AlignedBuffer<byte>(HammingBlockScan.ScratchBytes(Bits / 8));
        _distances = new AlignedBuffer<int>(K);
        _ids = new AlignedBuffer<long>(K);
    }

    [Benchmark(OperationsPerInvoke = Rows, Baseline = true)]
    public void RowMajor()
    {
        TopKHeap.Initialize<SmallestFirst, int>(_distances.Pointer, _ids.Pointer, K);
        Hamming.TopK(_codes.Pointer, _codes.Pointer, Rows, Bits / 8, new IdSource(0), _distances.Pointer, _ids.Pointer, K);
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public void Blocks()
    {
        TopKHeap.Initialize<SmallestFirst, int>(_distances.Pointer, _ids.Pointer, K);
        var scan = new HammingBlockScan(_codes.Pointer, Bits / 8, _scratch.Pointer);
        scan.Scan(_blocks.Pointer, 0, Rows, new IdSource(0), _distances.Pointer, _ids.Pointer, K);
    }
}
