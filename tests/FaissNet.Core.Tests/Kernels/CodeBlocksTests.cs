namespace FaissNet.Kernels;

public sealed unsafe class CodeBlocksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(64)]
    public void Append_InPieces_LiesByteByByte(int codeSize)
    {
        var random = new Random(codeSize);
        foreach (int n in new[] { 1, 63, 64, 65, 200 })
        {
            using GuardedMemory<byte> codes = KernelData.Bytes(random, (long)n * codeSize);
            using var blocks = new GuardedMemory<byte>(CodeBlocks.Bytes(n, codeSize));
            using var back = new GuardedMemory<byte>((long)n * codeSize);
            for (int done = 0; done < n;)
            {
                int piece = Math.Min(random.Next(1, 90), n - done);
                CodeBlocks.Append(blocks.Pointer, done, codes.Pointer + (done * codeSize), piece, codeSize);
                done += piece;
            }

            for (int i = 0; i < n; i++)
            {
                for (int b = 0; b < codeSize; b++)
                    Assert.Equal(codes.Span[(i * codeSize) + b], blocks.Span[(((i / 64 * codeSize) + b) * 64) + (i % 64)]);
            }

            CodeBlocks.ReadRows(blocks.Pointer, 0, n, codeSize, back.Pointer);
            Assert.True(codes.Span.SequenceEqual(back.Span));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(20)]
    [InlineData(32)]
    public void Transpose_RowsAnywhere_LiesByteByByteAndReadsNothingBehind(int codeSize)
    {
        var random = new Random(codeSize);
        for (int n = 0; n <= 140; n++)
        {
            // The codes end at a page that must not be touched, and begin wherever that makes them begin.
            using GuardedMemory<byte> codes = KernelData.Bytes(random, (long)n * codeSize);
            using var blocks = new GuardedMemory<byte>(CodeBlocks.Bytes(n, codeSize));
            CodeBlocks.Transpose(codes.Pointer, n, codeSize, blocks.Pointer);
            for (int i = 0; i < n; i++)
            {
                for (int b = 0; b < codeSize; b++)
                    Assert.Equal(codes.Span[(i * codeSize) + b], blocks.Span[(((i / 64 * codeSize) + b) * 64) + (i % 64)]);
            }
        }
    }

    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(1, 5, 320)]
    [InlineData(64, 5, 320)]
    [InlineData(65, 5, 640)]
    public void Bytes_Count_IsWholeBlocks(long count, int codeSize, long expected) =>
        Assert.Equal(expected, CodeBlocks.Bytes(count, codeSize));
}
