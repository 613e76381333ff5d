using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

public sealed unsafe class HammingTests
{
    public static TheoryData<int> CodeSizes => [.. Enumerable.Range(1, 36), 48, 63, 64, 65, 96, 128, 129, 192, 256];

    private delegate void ScanBody(
        in HammingBlockScan scan, byte* blocks, long from, long to, in IdSource ids, int* distances, long* heapIds, int k);

    [Theory]
    [MemberData(nameof(CodeSizes))]
    public void Distances_EveryCount_EqualsBitByBit(int codeSize)
    {
        var random = new Random(codeSize);
        using GuardedMemory<byte> query = KernelData.Bytes(random, codeSize);
        for (int n = 0; n <= 9; n++)
        {
            using GuardedMemory<byte> codes = KernelData.Bytes(random, (long)n * codeSize);
            using var distances = new GuardedMemory<int>(n);
            Hamming.Distances(query.Pointer, codes.Pointer, n, codeSize, distances.Pointer);
            for (int i = 0; i < n; i++)
                Assert.Equal(Oracle(query.Pointer, codes.Pointer + (i * codeSize), codeSize), distances.Span[i]);
        }
    }

    [Theory]
    [MemberData(nameof(CodeSizes))]
    public void BlockScan_RandomCodes_EqualsHeapOverScan(int codeSize)
    {
        var random = new Random(codeSize);
        foreach (int n in new[] { 0, 1, 16, 63, 64, 65, 130, 1000 })
        {
            foreach (int k in new[] { 1, 10, 100 })
            {
                using GuardedMemory<byte> query = KernelData.Bytes(random, codeSize), codes = KernelData.Bytes(random, (long)n * codeSize);
                CompareAll(query, codes, n, codeSize, k);
            }
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    public void BlockScan_OppositeCodesBeforeNearOnes_EqualsHeapOverScan(int codeSize)
    {
        // Distances at and around what fits into a byte.
        var random = new Random(codeSize);
        const int N = 640;
        using GuardedMemory<byte> query = KernelData.Bytes(random, codeSize);
        using var codes = new GuardedMemory<byte>(N * codeSize);
        for (int i = 0; i < N; i++)
        {
            for (int b = 0; b < codeSize; b++)
                codes.Span[(i * codeSize) + b] = (byte)~query.Span[b];
            for (int flips = i / 3; flips > 0; flips--)
                codes.Span[(i * codeSize) + random.Next(codeSize)] ^= (byte)(1 << random.Next(8));
        }

        CompareAll(query, codes, N, codeSize, 5);
        CompareAll(query, codes, N, codeSize, 64);
    }

    [Fact]
    public void BlockScan_VeryLongCodes_CountsEveryBit()
    {
        const int CodeSize = 8200;
        using var query = new GuardedMemory<byte>(CodeSize);
        using var codes = new GuardedMemory<byte>(CodeSize);
        codes.Span.Fill(0xFF);
        CompareAll(query, codes, 1, CodeSize, 1);
    }

    private static void CompareAll(GuardedMemory<byte> query, GuardedMemory<byte> codes, int n, int codeSize, int k)
    {
        using var blocks = new GuardedMemory<byte>(CodeBlocks.Bytes(n, codeSize));
        CodeBlocks.Append(blocks.Pointer, 0, codes.Pointer, n, codeSize);
        byte* scratch = (byte*)NativeMemory.AlignedAlloc((nuint)HammingBlockScan.ScratchBytes(codeSize), 64);
        int[] expected = new int[k], distances = new int[k];
        long[] expectedIds = new long[k], ids = new long[k];
        var source = new IdSource(50, IdFilter.Where(id => id % 7 != 0));
        fixed (int* e = expected, d = distances)
        fixed (long* f = expectedIds, i = ids)
        {
            TopKHeap.Initialize<SmallestFirst, int>(e, f, k);
            for (int row = 0; row < n; row++)
            {
                if (source.TryGet(row, out long id))
                    TopKHeap.Push<SmallestFirst, int>(e, f, k, Oracle(query.Pointer, codes.Pointer + (row * codeSize), codeSize), id);
            }

            TopKHeap.Sort<SmallestFirst, int>(e, f, k);
            TopKHeap.Initialize<SmallestFirst, int>(d, i, k);
            Hamming.TopK(query.Pointer, codes.Pointer, n, codeSize, source, d, i, k);
            TopKHeap.Sort<SmallestFirst, int>(d, i, k);
            Assert.Equal(expected, distances);
            Assert.Equal(expectedIds, ids);
            var scan = new HammingBlockScan(query.Pointer, codeSize, scratch);
            foreach (ScanBody body in Bodies(codeSize))
            {
                TopKHeap.Initialize<SmallestFirst, int>(d, i, k);
                body(scan, blocks.Pointer, 0, n / 2 / 64 * 64, source, d, i, k);
                body(scan, blocks.Pointer, n / 2 / 64 * 64, n, source, d, i, k);
                TopKHeap.Sort<SmallestFirst, int>(d, i, k);
                Assert.Equal(expected, distances);
                Assert.Equal(expectedIds, ids);
            }
        }

        NativeMemory.AlignedFree(scratch);
    }

    private static List<ScanBody> Bodies(int codeSize)
    {
        List<ScanBody> bodies =
        [
            (in HammingBlockScan s, byte* b, long f, long t, in IdSource i, int* d, long* h, int k) => s.Scan(b, f, t, i, d, h, k),
            (in HammingBlockScan s, byte* b, long f, long t, in IdSource i, int* d, long* h, int k) => s.ScanScalar(b, f, t, new HammingHeap(i, d, h, k)),
        ];
        if (codeSize > 8191)
            return bodies;
        if (Vector128.IsHardwareAccelerated)
            bodies.Add((in HammingBlockScan s, byte* b, long f, long t, in IdSource i, int* d, long* h, int k) => s.Scan128(b, f, t, new HammingHeap(i, d, h, k)));
        if (Vector256.IsHardwareAccelerated)
            bodies.Add((in HammingBlockScan s, byte* b, long f, long t, in IdSource i, int* d, long* h, int k) => s.Scan256(b, f, t, new HammingHeap(i, d, h, k)));
        if (Avx512Vbmi.IsSupported)
            bodies.Add((in HammingBlockScan s, byte* b, long f, long t, in IdSource i, int* d, long* h, int k) => s.ScanPermute(b, f, t, new HammingHeap(i, d, h, k)));
        return bodies;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(40)]
    public void BlockScan_Range_CollectsWhatIsInsideInOrder(int codeSize)
    {
        const int N = 200;
        var random = new Random(codeSize);
        using GuardedMemory<byte> query = KernelData.Bytes(random, codeSize), codes = KernelData.Bytes(random, (long)N * codeSize);
        using var blocks = new GuardedMemory<byte>(CodeBlocks.Bytes(N, codeSize));
        CodeBlocks.Append(blocks.Pointer, 0, codes.Pointer, N, codeSize);
        byte* scratch = (byte*)NativeMemory.AlignedAlloc((nuint)HammingBlockScan.ScratchBytes(codeSize), 64);
        var scan = new HammingBlockScan(query.Pointer, codeSize, scratch);
        foreach (int radius in new[] { -1, 0, 1, 4 * codeSize, (8 * codeSize) + 1, int.MaxValue })
        {
            var hits = new RangeHits<int>();
            scan.Scan(blocks.Pointer, 0, N, new HammingRange(new IdSource(7), radius, hits));
            (long Id, int Distance)[] expected =
            [
                .. Enumerable.Range(0, N).Select(i => (7L + i, Oracle(query.Pointer, codes.Pointer + (i * codeSize), codeSize)))
                    .Where(hit => hit.Item2 < radius),
            ];
            Assert.Equal(expected.Select(hit => hit.Id), hits.Ids.ToArray());
            Assert.Equal(expected.Select(hit => hit.Distance), hits.Distances.ToArray());
        }

        NativeMemory.AlignedFree(scratch);
    }

    [Fact]
    public void BlockScan_Places_KeepsTheFirstOfEqualsInAnyOrderOfScans()
    {
        const int N = 300, K = 8;
        var random = new Random(3);
        using GuardedMemory<byte> query = KernelData.Bytes(random, 1), codes = KernelData.Bytes(random, N);
        using var blocks = new GuardedMemory<byte>(CodeBlocks.Bytes(N, 1));
        CodeBlocks.Append(blocks.Pointer, 0, codes.Pointer, N, 1);
        byte* scratch = (byte*)NativeMemory.AlignedAlloc((nuint)HammingBlockScan.ScratchBytes(1), 64);
        var scan = new HammingBlockScan(query.Pointer, 1, scratch);
        int* distances = stackalloc int[K];
        long* places = stackalloc long[K];
        TopKHeap.Initialize<SmallestFirst, int>(distances, places, K);
        var sink = new HammingPlaces(new IdSource(0), distances, places, K);
        scan.Scan(blocks.Pointer, 192, N, sink);
        scan.Scan(blocks.Pointer, 0, 64, sink);
        scan.Scan(blocks.Pointer, 64, 192, sink);
        TopKHeap.Sort<SmallestFirst, int>(distances, places, K);

        (int Distance, long Place)[] expected =
            [.. Enumerable.Range(0, N).Select(i => (Oracle(query.Pointer, codes.Pointer + i, 1), (long)i)).Order().Take(K)];
        for (int i = 0; i < K; i++)
            Assert.Equal(expected[i], (distances[i], places[i]));
        NativeMemory.AlignedFree(scratch);
    }

    private static int Oracle(byte* a, byte* b, int codeSize)
    {
        int sum = 0;
        for (int i = 0; i < codeSize; i++)
            sum += BitOperations.PopCount((uint)(a[i] ^ b[i]));
        return sum;
    }
}
