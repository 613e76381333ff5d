using System.Runtime.InteropServices;

namespace FaissNet.Kernels;

/// <summary>
/// Codes of RaBitQ stored for scanning 64 at a time. A block of 64 rows holds [byte of the signs][64], then each factor as [64] floats, then what else a
/// code has, [64][rest]. Row r of a block is byte 4 · (r mod 16) + r / 16 of the transposed signs, so that sums of bytes which are taken apart into
/// 32-bit lanes come out in the order of the rows. Rows past the last of a block hold anything.
/// </summary>
internal static unsafe class SignBlocks
{
    /// <summary>Rows per block.</summary>
    public const int BlockRows = CodeBlocks.BlockRows;

    /// <summary>Bytes of a block.</summary>
    public static long Bytes(in SignShape shape) => (long)BlockRows * shape.CodeSize;

    /// <summary>Blocks that hold so many rows.</summary>
    public static long Count(long rows) => (rows + BlockRows - 1) / BlockRows;

    /// <summary>The block that a row is in.</summary>
    public static byte* Block(byte* blocks, long row, in SignShape shape) => blocks + row / BlockRows * Bytes(shape);

    /// <summary>The values of one factor of a block, in the order of the rows.</summary>
    public static float* Factor(byte* block, in SignShape shape, int factor)
        => (float*)(block + (long)BlockRows * shape.SignBytes) + factor * BlockRows;

    /// <summary>What one row of a block has behind its factors.</summary>
    public static byte* Rest(byte* block, in SignShape shape, int row)
        => block + (long)BlockRows * (shape.SignBytes + sizeof(float) * shape.Factors) + (long)row * shape.RestBytes;

    /// <summary>Gathers the signs of one row of a block.</summary>
    public static void ReadSigns(byte* block, in SignShape shape, int row, byte* signs)
    {
        byte* source = block + Place(row);
        for (int b = 0; b < shape.SignBytes; b++)
            signs[b] = source[b * BlockRows];
    }

    /// <summary>Writes n row-major codes to the rows from <paramref name="first"/> on.</summary>
    public static void Write(byte* blocks, long first, byte* codes, long n, in SignShape shape)
    {
        for (long i = 0; i < n; i++)
        {
            byte* code = codes + i * shape.CodeSize;
            byte* block = Block(blocks, first + i, shape);
            int row = (int)((first + i) % BlockRows);
            byte* target = block + Place(row);
            for (int b = 0; b < shape.SignBytes; b++)
                target[b * BlockRows] = code[b];
            // FAISS packs factors behind the signs without alignment.
            float* factors = (float*)(code + shape.SignBytes);
            for (int f = 0; f < shape.Factors; f++)
                Factor(block, shape, f)[row] = factors[f];
            NativeMemory.Copy(factors + shape.Factors, Rest(block, shape, row), (nuint)shape.RestBytes);
        }
    }

    /// <summary>Reads n codes from row <paramref name="first"/> on into row-major order.</summary>
    public static void Read(byte* blocks, long first, long n, in SignShape shape, byte* codes)
    {
        for (long i = 0; i < n; i++)
        {
            byte* code = codes + i * shape.CodeSize;
            byte* block = Block(blocks, first + i, shape);
            int row = (int)((first + i) % BlockRows);
            ReadSigns(block, shape, row, code);
            float* factors = (float*)(code + shape.SignBytes);
            for (int f = 0; f < shape.Factors; f++)
                factors[f] = Factor(block, shape, f)[row];
            NativeMemory.Copy(Rest(block, shape, row), factors + shape.Factors, (nuint)shape.RestBytes);
        }
    }

    /// <summary>Copies the code of one row over that of another.</summary>
    public static void Copy(byte* blocks, long from, long to, in SignShape shape)
    {
        byte* source = Block(blocks, from, shape);
        byte* target = Block(blocks, to, shape);
        int fromRow = (int)(from % BlockRows);
        int toRow = (int)(to % BlockRows);
        for (long b = 0; b < shape.SignBytes; b++)
            target[b * BlockRows + Place(toRow)] = source[b * BlockRows + Place(fromRow)];
        for (int f = 0; f < shape.Factors; f++)
            Factor(target, shape, f)[toRow] = Factor(source, shape, f)[fromRow];
        NativeMemory.Copy(Rest(source, shape, fromRow), Rest(target, shape, toRow), (nuint)shape.RestBytes);
    }

    private static int Place(int row) => 4 * (row % 16) + row / 16;
}
