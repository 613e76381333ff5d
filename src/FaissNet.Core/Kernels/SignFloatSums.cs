using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>
/// For the 64 rows of a block of <see cref="SignBlocks"/> the sum of floats over the dimensions whose sign is set. Each byte of signs chooses one of 256
/// sums of eight floats. Dimensions are added in ascending order within a byte, and then byte by byte.
/// </summary>
internal static unsafe class SignFloatSums
{
    /// <summary>Fills the tables, <paramref name="signBytes"/> × 256.</summary>
    /// <param name="values">8 · <paramref name="signBytes"/> values; those behind the last dimension are zero.</param>
    /// <param name="signBytes">Bytes of signs.</param>
    /// <param name="tables">Receives the tables.</param>
    public static void BuildTables(float* values, int signBytes, float* tables)
    {
        for (int b = 0; b < signBytes; b++, values += 8, tables += 256)
        {
            tables[0] = 0;
            for (int bit = 0; bit < 8; bit++)
            {
                for (int code = 0; code < 1 << bit; code++)
                    tables[(1 << bit) + code] = tables[code] + values[bit];
            }
        }
    }

    /// <summary>The sums of the rows of consecutive blocks, in the order of the rows.</summary>
    public static void Blocks(byte* blocks, long count, in SignShape shape, float* tables, float* sums)
    {
        for (long block = 0; block < count; block++, blocks += SignBlocks.Bytes(shape), sums += SignBlocks.BlockRows)
            Block(blocks, shape.SignBytes, tables, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(byte* signs, int signBytes, float* tables, float* sums)
    {
        // Rows that lie side by side are 16 apart; four at a time keep the additions from waiting for one another.
        for (int i = 0; i < 16; i++, signs += 4)
        {
            float first = 0, second = 0, third = 0, fourth = 0;
            byte* codes = signs;
            float* table = tables;
            for (int b = 0; b < signBytes; b++, codes += SignBlocks.BlockRows, table += 256)
            {
                first += table[codes[0]];
                second += table[codes[1]];
                third += table[codes[2]];
                fourth += table[codes[3]];
            }
            sums[i] = first;
            sums[16 + i] = second;
            sums[32 + i] = third;
            sums[48 + i] = fourth;
        }
    }
}
