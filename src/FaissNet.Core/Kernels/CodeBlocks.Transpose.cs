using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>Rows to blocks, eight rows by eight bytes at a time in eight registers: no instruction set has a better way that is worth a body of its own.</summary>
internal static unsafe partial class CodeBlocks
{
    /// <summary>Lays out row-major codes from the first row of a block on. What is behind the last row of the last block is left as it is.</summary>
    /// <param name="rows">n × code size, anywhere; nothing behind the last byte is read.</param>
    /// <param name="count">n.</param>
    /// <param name="codeSize">Bytes of a code.</param>
    /// <param name="blocks">Receives the blocks, <see cref="Bytes"/> of n.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(byte* rows, long count, int codeSize, byte* blocks)
    {
        int columns = codeSize / 8 * 8;
        long row = 0;
        for (; row <= count - 8; row += 8)
        {
            byte* source = rows + (row * codeSize);
            byte* target = Row(blocks, row, codeSize);
            for (int column = 0; column < columns; column += 8)
                TransposeEight(source + column, codeSize, target + (column * BlockRows));
            for (int column = columns; column < codeSize; column++)
            {
                for (int i = 0; i < 8; i++)
                    target[(column * BlockRows) + i] = source[(i * codeSize) + column];
            }
        }

        for (; row < count; row++)
            WriteRow(blocks, row, rows + (row * codeSize), codeSize);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeEight(byte* source, nint stride, byte* target)
    {
        ulong r0 = *(ulong*)source, r1 = *(ulong*)(source + stride), r2 = *(ulong*)(source + (2 * stride)), r3 = *(ulong*)(source + (3 * stride));
        source += 4 * stride;
        ulong r4 = *(ulong*)source, r5 = *(ulong*)(source + stride), r6 = *(ulong*)(source + (2 * stride)), r7 = *(ulong*)(source + (3 * stride));
        Exchange(ref r0, ref r4, 32, 0x00000000FFFFFFFF);
        Exchange(ref r1, ref r5, 32, 0x00000000FFFFFFFF);
        Exchange(ref r2, ref r6, 32, 0x00000000FFFFFFFF);
        Exchange(ref r3, ref r7, 32, 0x00000000FFFFFFFF);
        Exchange(ref r0, ref r2, 16, 0x0000FFFF0000FFFF);
        Exchange(ref r1, ref r3, 16, 0x0000FFFF0000FFFF);
        Exchange(ref r4, ref r6, 16, 0x0000FFFF0000FFFF);
        Exchange(ref r5, ref r7, 16, 0x0000FFFF0000FFFF);
        Exchange(ref r0, ref r1, 8, 0x00FF00FF00FF00FF);
        Exchange(ref r2, ref r3, 8, 0x00FF00FF00FF00FF);
        Exchange(ref r4, ref r5, 8, 0x00FF00FF00FF00FF);
        Exchange(ref r6, ref r7, 8, 0x00FF00FF00FF00FF);
        *(ulong*)target = r0;
        *(ulong*)(target + BlockRows) = r1;
        *(ulong*)(target + (2 * BlockRows)) = r2;
        *(ulong*)(target + (3 * BlockRows)) = r3;
        *(ulong*)(target + (4 * BlockRows)) = r4;
        *(ulong*)(target + (5 * BlockRows)) = r5;
        *(ulong*)(target + (6 * BlockRows)) = r6;
        *(ulong*)(target + (7 * BlockRows)) = r7;
    }

    /// <summary>Exchanges the upper parts of one register with the lower parts of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(ref ulong upper, ref ulong lower, int shift, ulong mask)
    {
        ulong difference = ((upper >> shift) ^ lower) & mask;
        lower ^= difference;
        upper ^= difference << shift;
    }
}
