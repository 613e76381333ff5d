using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Serialization;

/// <summary>
/// A block of RaBitQ codes as FAISS's fast scan has it: for each byte of the signs and each 32 vectors 16 bytes with the low four signs and 16 with
/// the high four, where vectors j and j + 16 share a byte and vectors 0, 8, 1, 9… are neighbours; then what else each code has, in the order of the vectors.
/// </summary>
/// <param name="shape">The parts of a code.</param>
/// <param name="rows">Vectors per block, a multiple of 32: bbs.</param>
/// <param name="hasFactors">Whether what else the codes have is in the block.</param>
internal readonly struct RaBitQFastScanBlocks(SignShape shape, int rows, bool hasFactors)
{
    public SignShape Shape { get; } = shape;

    public int Rows { get; } = rows;

    public bool HasFactors { get; } = hasFactors;

    /// <summary>Bytes of a block.</summary>
    public long Bytes => (long)Rows * (HasFactors ? Shape.CodeSize : Shape.SignBytes);

    private int OtherBytes => Shape.CodeSize - Shape.SignBytes;

    /// <summary>Reads the codes of a block; without factors their part is left as it is.</summary>
    public unsafe void Unpack(byte* block, Rows<byte> codes)
    {
        for (int i = 0; i < codes.Count; i++)
        {
            Span<byte> code = codes[i];
            int shift = (i & 16) == 0 ? 0 : 4;
            byte* source = block + Place(i);
            for (int b = 0; b < Shape.SignBytes; b++, source += Rows)
                code[b] = (byte)(((source[0] >> shift) & 15) | (((source[16] >> shift) & 15) << 4));
            if (HasFactors)
                new ReadOnlySpan<byte>(block + (long)Rows * Shape.SignBytes + (long)i * OtherBytes, OtherBytes).CopyTo(code[Shape.SignBytes..]);
        }
    }

    /// <summary>Writes codes, at most <see cref="Rows"/>, as a block with factors; what no code fills is zero.</summary>
    public unsafe void Pack(Rows<byte> codes, byte* block)
    {
        new Span<byte>(block, checked((int)Bytes)).Clear();
        for (int i = 0; i < codes.Count; i++)
        {
            ReadOnlySpan<byte> code = codes[i];
            int shift = (i & 16) == 0 ? 0 : 4;
            byte* target = block + Place(i);
            for (int b = 0; b < Shape.SignBytes; b++, target += Rows)
            {
                target[0] |= (byte)((code[b] & 15) << shift);
                target[16] |= (byte)((code[b] >> 4) << shift);
            }
            code[Shape.SignBytes..].CopyTo(new Span<byte>(block + (long)Rows * Shape.SignBytes + (long)i * OtherBytes, OtherBytes));
        }
    }

    private static int Place(int row)
    {
        int lane = row & 15;
        return row / 32 * 32 + (lane < 8 ? 2 * lane : 2 * (lane - 8) + 1);
    }
}
