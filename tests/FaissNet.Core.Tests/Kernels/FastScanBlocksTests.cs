using FaissNet.Quantizers;

namespace FaissNet.Kernels;

public sealed unsafe class FastScanBlocksTests
{
    public static TheoryData<int, int> Shapes => new MatrixTheoryData<int, int>([1, 2, 3, 8, 16, 17, 32, 65], [32, 64, 96]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void WriteRow_EveryRow_LiesWhereFaissPutsIt(int m, int blockRows)
    {
        var random = new Random(m * blockRows);
        var layout = new FastScanBlocks(m, blockRows);
        const int N = 150;
        using GuardedMemory<byte> codes = Codes(random, N, m);
        using var blocks = new GuardedMemory<byte>(layout.Bytes(N));
        using var back = new GuardedMemory<byte>(layout.CodeSize);
        // Twice, with other numbers at first: what was there must not shine through.
        for (int i = 0; i < N; i++)
        {
            random.NextBytes(back.Span);
            layout.WriteRow(blocks.Pointer, i, back.Pointer);
        }
        for (int i = 0; i < N; i++)
            layout.WriteRow(blocks.Pointer, i, codes.Pointer + i * layout.CodeSize);

        Assert.Equal(Reference(codes.Span, N, m, blockRows), blocks.Span.ToArray());
        for (int i = 0; i < N; i++)
        {
            layout.ReadRow(blocks.Pointer, i, back.Pointer);
            Assert.Equal(codes.Span.Slice(i * layout.CodeSize, layout.CodeSize).ToArray(), back.Span.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void NibbleBlocks_FromFileAndBack_SameBytesAndCodes(int m, int blockRows)
    {
        var random = new Random(m + blockRows);
        var layout = new FastScanBlocks(m, blockRows);
        foreach (int n in (int[])[1, 16, 31, 32, 33, 127, 128, 129, 300])
        {
            using GuardedMemory<byte> codes = Codes(random, n, m);
            byte[] file = Reference(codes.Span, n, m, blockRows);
            using var blocks = new GuardedMemory<byte>(NibbleBlocks.Bytes(n, m));
            using var written = new GuardedMemory<byte>(file.Length);
            using var code = new GuardedMemory<byte>(layout.CodeSize);
            random.NextBytes(blocks.Span);
            fixed (byte* pointer = file)
                NibbleBlocks.FromFile(layout, pointer, n, blocks.Pointer, 0);
            for (int i = 0; i < n; i++)
            {
                NibbleBlocks.ReadRow(blocks.Pointer, i, m, code.Pointer);
                Assert.Equal(codes.Span.Slice(i * layout.CodeSize, layout.CodeSize).ToArray(), code.Span.ToArray());
            }
            NibbleBlocks.ToFile(layout, blocks.Pointer, 0, n, written.Pointer);
            Assert.Equal(file, written.Span.ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    public void NibbleBlocks_WriteAndCopyRow_OnlyThatRowChanges(int m)
    {
        var random = new Random(m);
        const int N = 200;
        int size = (m + 1) / 2;
        using GuardedMemory<byte> codes = Codes(random, N, m);
        using var blocks = new GuardedMemory<byte>(NibbleBlocks.Bytes(N, m));
        using var code = new GuardedMemory<byte>(size);
        random.NextBytes(blocks.Span);
        foreach (int row in Enumerable.Range(0, N).OrderBy(_ => random.Next()))
            NibbleBlocks.WriteRow(blocks.Pointer, row, codes.Pointer + row * size, m);
        foreach ((int from, int to) in ((int, int)[])[(199, 3), (17, 1), (1, 130), (50, 50)])
        {
            NibbleBlocks.CopyRow(blocks.Pointer, from, to, m);
            codes.Span.Slice(from * size, size).CopyTo(codes.Span[(to * size)..]);
        }
        for (int i = 0; i < N; i++)
        {
            NibbleBlocks.ReadRow(blocks.Pointer, i, m, code.Pointer);
            Assert.Equal(codes.Span.Slice(i * size, size).ToArray(), code.Span.ToArray());
        }
    }

    /// <summary>The formula of FAISS's format, number by number.</summary>
    private static byte[] Reference(ReadOnlySpan<byte> codes, int n, int m, int blockRows)
    {
        int evenM = (m + 1) / 2 * 2;
        var blocks = new byte[(n + blockRows - 1) / blockRows * blockRows * evenM / 2];
        var numbers = new int[m];
        for (int i = 0; i < n; i++)
        {
            BitString.Unpack(codes.Slice(i * evenM / 2, evenM / 2), 4, numbers);
            for (int q = 0; q < m; q++)
            {
                int inBlock = i % blockRows;
                int j = inBlock % 32;
                int l = j & 15;
                int index = i / blockRows * (blockRows * evenM / 2) + q / 2 * blockRows + 32 * (inBlock / 32)
                    + (q % 2 != 0 ? 16 : 0) + (l < 8 ? 2 * l : 2 * (l - 8) + 1);
                blocks[index] |= (byte)(j < 16 ? numbers[q] : numbers[q] << 4);
            }
        }
        return blocks;
    }

    /// <summary>Ordinary 4-bit codes; the half that an odd M leaves over is zero.</summary>
    private static GuardedMemory<byte> Codes(Random random, int n, int m)
    {
        GuardedMemory<byte> codes = KernelData.Bytes(random, (long)n * ((m + 1) / 2));
        if (m % 2 != 0)
        {
            for (int i = 0; i < n; i++)
                codes.Span[i * (m + 1) / 2 + m / 2] &= 15;
        }
        return codes;
    }
}
