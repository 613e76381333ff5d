using System.Runtime.InteropServices;

namespace FaissNet.Kernels;

/// <summary>The block scan must return what the plain scan and a heap return, bit for bit, ties included.</summary>
public sealed unsafe class PqBlockScannerTests
{
    public static TheoryData<int> Lengths => [1, 2, 3, 4, 7, 8, 16, 31, 32, 33, 48, 64, 65, 96, 128, 200];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Scan_RandomTables_EqualsPlainScan(int m)
    {
        var random = new Random(m);
        foreach (int n in new[] { 0, 1, 63, 64, 65, 130, 3000 })
        {
            foreach (int k in new[] { 1, 10, 100 })
            {
                using GuardedMemory<float> table = KernelData.Floats(random, m * 256L);
                using GuardedMemory<byte> codes = KernelData.Bytes(random, (long)n * m);
                Compare<SmallestFirst>(table, codes, n, m, k, 0.25f);
                Compare<LargestFirst>(table, codes, n, m, k, -3f);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Scan_TiesEverywhere_EqualsPlainScan(int m)
    {
        var random = new Random(m);
        using GuardedMemory<float> table = KernelData.SmallIntegers(random, m * 256L, 2);
        using GuardedMemory<byte> codes = KernelData.Bytes(random, 2000L * m);
        foreach (int k in new[] { 1, 7, 300 })
        {
            Compare<SmallestFirst>(table, codes, 2000, m, k, 0);
            Compare<LargestFirst>(table, codes, 2000, m, k, 0);
        }
    }

    [Fact]
    public void Scan_HugeOffsets_EqualsPlainScan()
    {
        // Residual tables: large numbers that nearly cancel against the bias.
        var random = new Random(5);
        const int M = 16;
        using GuardedMemory<float> table = KernelData.Floats(random, M * 256);
        foreach (ref float entry in table.Span)
            entry = (entry * 1e-2f) - 1000;
        using GuardedMemory<byte> codes = KernelData.Bytes(random, 2000L * M);
        Compare<SmallestFirst>(table, codes, 2000, M, 10, 16000);
        Compare<LargestFirst>(table, codes, 2000, M, 10, 16000);
    }

    [Fact]
    public void Scan_EqualOrNotFiniteEntries_EqualsPlainScan()
    {
        var random = new Random(6);
        const int M = 8;
        using GuardedMemory<byte> codes = KernelData.Bytes(random, 500L * M);
        foreach (float special in new[] { 0f, 1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, 1e-40f })
        {
            using GuardedMemory<float> table = KernelData.Floats(random, M * 256);
            for (int i = 0; i < 100; i++)
                table.Span[random.Next(M * 256)] = special;
            Compare<SmallestFirst>(table, codes, 500, M, 10, 0);
            Compare<LargestFirst>(table, codes, 500, M, 10, 0);
            table.Span.Fill(special);
            Compare<SmallestFirst>(table, codes, 500, M, 10, 0);
            Compare<LargestFirst>(table, codes, 500, M, 10, 0);
        }
    }

    [Fact]
    public void Scan_MoreCodesThanCachesHold_EqualsPlainScan()
    {
        // Such a scan asks for codes ahead, and must not ask for any behind the last.
        var random = new Random(11);
        const int M = 32, N = 20_001;
        using GuardedMemory<float> table = KernelData.Floats(random, M * 256);
        using GuardedMemory<byte> codes = KernelData.Bytes(random, (long)N * M);
        Compare<SmallestFirst>(table, codes, N, M, 10, 0.5f);
        Compare<LargestFirst>(table, codes, N, M, 10, -0.5f);
    }

    [Fact]
    public void Scan_ManyListsIntoOneHeap_EqualsPlainScan()
    {
        var random = new Random(7);
        const int M = 12, K = 10, Lists = 20;
        using var blocks = new Blocks(M);
        float* scores = stackalloc float[K], expectedScores = stackalloc float[K], block = stackalloc float[512];
        long* ids = stackalloc long[K], expectedIds = stackalloc long[K];
        TopKHeap.Initialize<SmallestFirst, float>(scores, ids, K);
        TopKHeap.Initialize<SmallestFirst, float>(expectedScores, expectedIds, K);
        var scanner = new PqBlockScanner<SmallestFirst>(M, blocks.Scratch);
        for (int list = 0; list < Lists; list++)
        {
            int n = random.Next(0, 500);
            float bias = (float)random.NextDouble() * 4;
            using GuardedMemory<float> table = KernelData.Floats(random, M * 256);
            using GuardedMemory<byte> codes = KernelData.Bytes(random, (long)n * M);
            blocks.Set(codes, n);
            scanner.Prepare(table.Pointer);
            scanner.Scan(blocks.Pointer, 0, n, bias, new IdSource(list * 1000), scores, ids, K);
            PqScan.Scan8(codes.Pointer, n, M, table.Pointer, bias, block);
            TopKHeap.PushBlock<SmallestFirst>(expectedScores, expectedIds, K, block, n, new IdSource(list * 1000));
        }

        TopKHeap.Sort<SmallestFirst, float>(scores, ids, K);
        TopKHeap.Sort<SmallestFirst, float>(expectedScores, expectedIds, K);
        Assert.True(new ReadOnlySpan<float>(expectedScores, K).SequenceEqual(new ReadOnlySpan<float>(scores, K)));
        Assert.True(new ReadOnlySpan<long>(expectedIds, K).SequenceEqual(new ReadOnlySpan<long>(ids, K)));
    }

    [Fact]
    public void Scan_FilteredIdsAndParts_EqualsPlainScan()
    {
        var random = new Random(8);
        const int M = 8, K = 5, N = 1000;
        using GuardedMemory<float> table = KernelData.Floats(random, M * 256);
        using GuardedMemory<byte> codes = KernelData.Bytes(random, N * M);
        using var blocks = new Blocks(M);
        blocks.Set(codes, N);
        var source = new IdSource(100, IdFilter.Where(id => id % 3 == 0));
        float* scores = stackalloc float[K], expectedScores = stackalloc float[K], all = stackalloc float[N];
        long* ids = stackalloc long[K], expectedIds = stackalloc long[K];
        TopKHeap.Initialize<LargestFirst, float>(scores, ids, K);
        TopKHeap.Initialize<LargestFirst, float>(expectedScores, expectedIds, K);
        var scanner = new PqBlockScanner<LargestFirst>(M, blocks.Scratch);
        scanner.Prepare(table.Pointer);
        scanner.Scan(blocks.Pointer, 0, 320, 0, source, scores, ids, K);
        scanner.Scan(blocks.Pointer, 320, N, 0, source, scores, ids, K);
        PqScan.Scan8(codes.Pointer, N, M, table.Pointer, 0, all);
        TopKHeap.PushBlock<LargestFirst>(expectedScores, expectedIds, K, all, N, source);
        Assert.True(new ReadOnlySpan<float>(expectedScores, K).SequenceEqual(new ReadOnlySpan<float>(scores, K)));
        Assert.True(new ReadOnlySpan<long>(expectedIds, K).SequenceEqual(new ReadOnlySpan<long>(ids, K)));
    }

    private static void Compare<TOrder>(GuardedMemory<float> table, GuardedMemory<byte> codes, int n, int m, int k, float bias)
        where TOrder : struct, ITopKOrder<float>
    {
        using var blocks = new Blocks(m);
        blocks.Set(codes, n);
        float[] scores = new float[k], expectedScores = new float[k], all = new float[n + 1];
        long[] ids = new long[k], expectedIds = new long[k];
        fixed (float* s = scores, e = expectedScores, a = all)
        fixed (long* i = ids, f = expectedIds)
        {
            PqScan.Scan8(codes.Pointer, n, m, table.Pointer, bias, a);
            TopKHeap.Initialize<TOrder, float>(e, f, k);
            TopKHeap.PushBlock<TOrder>(e, f, k, a, n, new IdSource(0));
            TopKHeap.Sort<TOrder, float>(e, f, k);
            var scanner = new PqBlockScanner<TOrder>(m, blocks.Scratch);
            scanner.Prepare(table.Pointer);
            TopKHeap.Initialize<TOrder, float>(s, i, k);
            scanner.Scan(blocks.Pointer, 0, n, bias, new IdSource(0), s, i, k);
            TopKHeap.Sort<TOrder, float>(s, i, k);
            Assert.Equal(expectedScores, scores);
            Assert.Equal(expectedIds, ids);
            TopKHeap.Initialize<TOrder, float>(s, i, k);
            scanner.ScanPlain(blocks.Pointer, 0, n, bias, new IdSource(0), s, i, k);
            TopKHeap.Sort<TOrder, float>(s, i, k);
            Assert.Equal(expectedScores, scores);
            Assert.Equal(expectedIds, ids);
        }
    }

    /// <summary>Blocked codes that end at a guard page, and aligned scratch memory.</summary>
    private sealed class Blocks(int m) : IDisposable
    {
        private GuardedMemory<byte>? _memory;

        public byte* Pointer => _memory!.Pointer;

        public byte* Scratch { get; } = (byte*)NativeMemory.AlignedAlloc((nuint)PqBlockScanner<SmallestFirst>.ScratchBytes(m), 64);

        public void Set(GuardedMemory<byte> codes, int n)
        {
            _memory?.Dispose();
            _memory = new GuardedMemory<byte>(CodeBlocks.Bytes(n, m));
            CodeBlocks.Append(_memory.Pointer, 0, codes.Pointer, n, m);
        }

        public void Dispose()
        {
            _memory?.Dispose();
            NativeMemory.AlignedFree(Scratch);
        }
    }
}
