using System.Runtime.InteropServices;

namespace FaissNet.Kernels;

/// <summary>A table that is completed and measured in one pass must scan like one that was completed before.</summary>
public sealed unsafe class PqBlockScannerResidualTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(40)]
    public void Prepare_FromHalves_EqualsPreparedTable(int m)
    {
        var random = new Random(m);
        using GuardedMemory<float> precomputed = KernelData.Floats(random, m * 256L, 3);
        using GuardedMemory<float> products = KernelData.Floats(random, m * 256L);
        AssertScansAlike(random, m, precomputed, products, 2.5f);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.MaxValue)]
    [InlineData(0f)]
    public void Prepare_EntriesThatAreNotOrdinary_EqualsPreparedTable(float special)
    {
        const int M = 8;
        var random = new Random(9);
        using GuardedMemory<float> precomputed = KernelData.Floats(random, M * 256);
        using GuardedMemory<float> products = KernelData.Floats(random, M * 256);
        for (int i = 0; i < 200; i++)
            products.Span[random.Next(M * 256)] = special;
        AssertScansAlike(random, M, precomputed, products, 0);
        products.Span.Fill(special);
        AssertScansAlike(random, M, precomputed, products, 0);
    }

    private static void AssertScansAlike(Random random, int m, GuardedMemory<float> precomputed, GuardedMemory<float> products, float bias)
    {
        const int N = 1500, K = 12;
        using GuardedMemory<byte> codes = KernelData.Bytes(random, (long)N * m);
        using var blocks = new GuardedMemory<byte>(CodeBlocks.Bytes(N, m));
        CodeBlocks.Append(blocks.Pointer, 0, codes.Pointer, N, m);
        using var expectedTable = new GuardedMemory<float>(m * 256L);
        using var table = new GuardedMemory<float>(m * 256L);
        byte* scratch = (byte*)NativeMemory.AlignedAlloc((nuint)PqBlockScanner<SmallestFirst>.ScratchBytes(m), 64);
        float* expectedScores = stackalloc float[K], scores = stackalloc float[K];
        long* expectedIds = stackalloc long[K], ids = stackalloc long[K];

        PqTable.AddQuery(precomputed.Pointer, products.Pointer, m * 256, expectedTable.Pointer);
        var scanner = new PqBlockScanner<SmallestFirst>(m, scratch);
        scanner.Prepare(expectedTable.Pointer);
        Scan(ref scanner, blocks.Pointer, bias, expectedScores, expectedIds);
        scanner.Prepare(precomputed.Pointer, products.Pointer, table.Pointer);
        Scan(ref scanner, blocks.Pointer, bias, scores, ids);
        NativeMemory.AlignedFree(scratch);

        Assert.True(expectedTable.Span.SequenceEqual(table.Span));
        Assert.Equal(new ReadOnlySpan<float>(expectedScores, K).ToArray(), new ReadOnlySpan<float>(scores, K).ToArray());
        Assert.Equal(new ReadOnlySpan<long>(expectedIds, K).ToArray(), new ReadOnlySpan<long>(ids, K).ToArray());

        static void Scan(ref PqBlockScanner<SmallestFirst> scanner, byte* blocks, float bias, float* scores, long* ids)
        {
            TopKHeap.Initialize<SmallestFirst, float>(scores, ids, K);
            scanner.Scan(blocks, 0, N, bias, new IdSource(0), scores, ids, K);
            TopKHeap.Sort<SmallestFirst, float>(scores, ids, K);
        }
    }
}
