using FaissNet.Storage;

namespace FaissNet.Kernels;

/// <summary>
/// Codes stored for scanning 64 at a time: [block of 64 vectors][byte of the code][64], so that one load brings the same byte of 64 codes. Rows past the
/// last in a block are zero. Used for 8-bit product-quantizer codes and for binary codes.
/// </summary>
internal static unsafe partial class CodeBlocks
{
    /// <summary>Vectors per block.</summary>
    public const int BlockRows = 64;

    /// <summary>Bytes that <paramref name="count"/> codes take.</summary>
    public static long Bytes(long count, int codeSize) => (count + BlockRows - 1) / BlockRows * BlockRows * codeSize;

    /// <summary>
    /// Writes n row-major codes behind the <paramref name="count"/> that are there. The caller has made room for
    /// <see cref="Bytes"/> of count + n and zeroed what is new.
    /// </summary>
    public static void Append(byte* blocks, long count, byte* codes, long n, int codeSize)
    {
        long single = Math.Min(n, (BlockRows - (count % BlockRows)) % BlockRows);
        for (long i = 0; i < single; i++)
            WriteRow(blocks, count + i, codes + (i * codeSize), codeSize);
        if (n > single)
            Transpose(codes + (single * codeSize), n - single, codeSize, blocks + Bytes(count + single, codeSize));
    }

    /// <summary>Codes in blocks: where they are if they lie so, or transposed into <paramref name="room"/>.</summary>
    public static byte* Of(CodeLayout layout, byte* codes, long count, byte* room)
    {
        if (layout.IsTransposed)
            return codes;
        Transpose(codes, count, layout.CodeSize, room);
        return room;
    }

    /// <summary>Overwrites one code.</summary>
    public static void WriteRow(byte* blocks, long row, byte* code, int codeSize)
    {
        byte* target = Row(blocks, row, codeSize);
        for (int b = 0; b < codeSize; b++)
            target[b * BlockRows] = code[b];
    }

    /// <summary>Reads one code back.</summary>
    public static void ReadRow(byte* blocks, long row, int codeSize, byte* code)
    {
        byte* source = Row(blocks, row, codeSize);
        for (int b = 0; b < codeSize; b++)
            code[b] = source[b * BlockRows];
    }

    /// <summary>Reads n codes from row <paramref name="first"/> on into row-major order.</summary>
    public static void ReadRows(byte* blocks, long first, long n, int codeSize, byte* codes)
    {
        for (long i = 0; i < n; i++)
            ReadRow(blocks, first + i, codeSize, codes + (i * codeSize));
    }

    /// <summary>The first byte of a code; its next bytes are <see cref="BlockRows"/> apart.</summary>
    internal static byte* Row(byte* blocks, long row, int codeSize) =>
        blocks + (row / BlockRows * BlockRows * codeSize) + (row % BlockRows);
}
