using System.Runtime.InteropServices;

namespace FaissNet.Kernels;

public sealed unsafe class AllocationTests
{
    [Fact]
    public void Kernels_OnceWarm_AllocateNothing()
    {
        const int N = 100, D = 24, K = 10, M = 8;
        var random = new Random(31);
        using GuardedMemory<float> x = KernelData.Floats(random, N * D), y = KernelData.Floats(random, N * D), table = KernelData.Floats(random, M * 256);
        using GuardedMemory<byte> codes = KernelData.Bytes(random, 128 * D);
        using var scores = new GuardedMemory<float>(N * N);
        using var ids = new GuardedMemory<long>(N * K);
        using var panel = new PackedPanel();
        using var pq = new PqTable();
        pq.Pack(table.Pointer, M, 256, 1);
        byte* scratch = (byte*)NativeMemory.AlignedAlloc((nuint)PqBlockScanner<SmallestFirst>.ScratchBytes(M), 64);
        var view = new ScalarCodeView(ScalarCodeFormat.Bytes, D, x.Pointer, y.Pointer);
        AllocationAssert.NoneOnceWarm(() =>
        {
            panel.Pack(y.Pointer, N, D);
            panel.PackCodes(view, codes.Pointer, N);
            DistanceTile.Nearest(x.Pointer, N, panel, Metric.L2, (int*)ids.Pointer, scores.Pointer);
            DistanceTile.Distances(x.Pointer, N, panel, Metric.InnerProduct, scores.Pointer, N);
            TopKHeap.Initialize(Metric.L2, scores.Pointer, ids.Pointer, N, K);
            DistanceTile.TopK(x.Pointer, N, panel, Metric.L2, new IdSource(0), new TopKRows(scores.Pointer, ids.Pointer, K));
            TopKHeap.Sort(Metric.L2, scores.Pointer, ids.Pointer, N, K);
            ScalarCode.ToCodes(view, x.Pointer, codes.Pointer, N, Metric.L2, scores.Pointer);
            pq.Build(x.Pointer, Metric.L2, scores.Pointer + K);
            TopKHeap.Initialize(Metric.L2, scores.Pointer, ids.Pointer, 1, K);
            var scanner = new PqBlockScanner<SmallestFirst>(M, scratch);
            scanner.Prepare(scores.Pointer + K);
            scanner.Scan(codes.Pointer, 0, N, 0, new IdSource(0), scores.Pointer, ids.Pointer, K);
            var hamming = new HammingBlockScan(codes.Pointer, M, scratch);
            TopKHeap.Initialize<SmallestFirst, int>((int*)scores.Pointer, ids.Pointer, K);
            hamming.Scan(codes.Pointer, 0, N, new IdSource(0), (int*)scores.Pointer, ids.Pointer, K);
        });
        NativeMemory.AlignedFree(scratch);
    }
}
