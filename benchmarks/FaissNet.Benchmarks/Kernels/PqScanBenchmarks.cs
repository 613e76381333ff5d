using BenchmarkDotNet.Attributes;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Benchmarks.Kernels;

/// <summary>
/// One query over 8-bit product-quantizer codes, the plain scan with a heap against the block scan. Times are per code. The tables are of random
/// centroids and the codes uniform, which is the hardest case for giving up early; clustered data is faster.
/// </summary>
[Config(typeof(TiersConfig))]
public unsafe class PqScanBenchmarks
{
    private const int Rows = 200_000;
    private const int Chunk = 4096;
    private AlignedBuffer<byte> _codes = null!;
    private AlignedBuffer<byte> _blocks = null!;
    private AlignedBuffer<byte> _scratch = null!;
    private AlignedBuffer<float> _table = null!;
    private AlignedBuffer<float> _chunk = null!;
    private AlignedBuffer<float> _scores = null!;
    private AlignedBuffer<long> _ids = null!;

    [Params(16, 32, 64)]
    public int M { get; set; }

    [Params(10, 100, 1000)]
    public int K { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        const int DSub = 8;
        _codes = KernelInput.Bytes(1, Rows * M);
        _blocks = new AlignedBuffer<byte>(CodeBlocks.Bytes(Rows, M));
        CodeBlocks.Append(_blocks.Pointer, 0, _codes.Pointer, Rows, M);
        _scratch = new AlignedBuffer<byte>(PqBlockScanner<SmallestFirst>.ScratchBytes(M));
        using AlignedBuffer<float> centroids = KernelInput.Floats(2, (long)M * 256 * DSub);
        using AlignedBuffer<float> query = KernelInput.Floats(3, M * DSub);
        using var tables = new PqTable();
        tables.Pack(centroids.Pointer, M, 256, DSub);
        _table = new AlignedBuffer<float>(tables.TableLength);
        tables.Build(query.Pointer, Metric.L2, _table.Pointer);
        _chunk = new AlignedBuffer<float>(Chunk);
        _scores = new AlignedBuffer<float>(K);
        _ids = new AlignedBuffer<long>(K);
    }

    [Benchmark(OperationsPerInvoke = Rows, Baseline = true)]
    public void Plain()
    {
        TopKHeap.Initialize(Metric.L2, _scores.Pointer, _ids.Pointer, 1, K);
        for (int i = 0; i < Rows; i += Chunk)
        {
            int count = Math.Min(Chunk, Rows - i);
            PqScan.Scan8(_codes.Pointer + ((long)i * M), count, M, _table.Pointer, 0, _chunk.Pointer);
            TopKHeap.PushBlock(Metric.L2, _scores.Pointer, _ids.Pointer, K, _chunk.Pointer, count, new IdSource(i));
        }
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public void Blocks()
    {
        TopKHeap.Initialize(Metric.L2, _scores.Pointer, _ids.Pointer, 1, K);
        var scanner = new PqBlockScanner<SmallestFirst>(M, _scratch.Pointer);
        scanner.Prepare(_table.Pointer);
        scanner.Scan(_blocks.Pointer, 0, Rows, 0, new IdSource(0), _scores.Pointer, _ids.Pointer, K);
    }
}
