using System.Runtime.InteropServices;

namespace FaissNet.Kernels;

/// <summary>
/// How FAISS's files hold 4-bit codes for fast scanning: blocks of <paramref name="blockRows"/> vectors (bbs, a multiple of 32) with M rounded up to
/// even. Sub-quantizer m of vector i of a block, with g = i / 32, j = i % 32 and l = j % 16, is in the byte (m / 2) · bbs + 32 g + (m odd ? 16 : 0) +
/// (l &lt; 8 ? 2 l : 2 (l − 8) + 1), in the low half for j &lt; 16 and else in the high one. Places that no vector or sub-quantizer has are zero.
/// </summary>
/// <param name="m">Sub-quantizers.</param>
/// <param name="blockRows">Vectors per block. FAISS: <c>bbs</c>.</param>
/// <remarks>
/// FAISS's own code for single vectors ignores g, so that it reads and writes wrong places in blocks of more than 32, and 1.7.3 counts places in
/// bytes that overflow above M = 16.
/// </remarks>
internal readonly unsafe struct FastScanBlocks(int m, int blockRows = FastScanBlocks.GroupRows)
{
    /// <summary>Vectors whose codes share bytes; a block is made of such groups.</summary>
    public const int GroupRows = 32;

    /// <summary>Bytes of one sub-quantizer's codes of a group.</summary>
    public const int GroupBytes = GroupRows / 2;

    /// <summary>Sub-quantizers.</summary>
    public int M { get; } = m;

    /// <summary>Vectors per block.</summary>
    public int BlockRows { get; } = blockRows;

    /// <summary>Bytes of the ordinary 4-bit code of a vector, lowest half of the first byte first.</summary>
    public int CodeSize => (M + 1) / 2;

    /// <summary>Bytes of a block.</summary>
    public long BlockBytes => (long)BlockRows * CodeSize;

    /// <summary>Blocks that <paramref name="count"/> vectors need.</summary>
    public long Blocks(long count) => (count + BlockRows - 1) / BlockRows;

    /// <summary>Bytes that <paramref name="count"/> vectors take.</summary>
    public long Bytes(long count) => Blocks(count) * BlockBytes;

    /// <summary>Writes the ordinary 4-bit code of a vector.</summary>
    public void WriteRow(byte* blocks, long row, byte* code)
    {
        byte* place = Place(blocks, row, out int shift);
        byte keep = (byte)(0xF0 >> shift);
        for (int i = 0; i < M; i++)
        {
            int number = (code[i / 2] >> (4 * (i % 2))) & 15;
            byte* target = place + Offset(i);
            *target = (byte)((*target & keep) | (number << shift));
        }
    }

    /// <summary>Reads the ordinary 4-bit code of a vector.</summary>
    public void ReadRow(byte* blocks, long row, byte* code)
    {
        byte* place = Place(blocks, row, out int shift);
        NativeMemory.Clear(code, (nuint)CodeSize);
        for (int i = 0; i < M; i++)
            code[i / 2] |= (byte)(((place[Offset(i)] >> shift) & 15) << (4 * (i % 2)));
    }

    /// <summary>The <see cref="GroupBytes"/> bytes that sub-quantizer <paramref name="m"/> has for the 32 vectors from <paramref name="row"/> on.</summary>
    public byte* Group(byte* blocks, long row, int m)
        => blocks + row / BlockRows * BlockBytes + row % BlockRows + Offset(m);

    /// <summary>Where in the bytes of a group the vector at <paramref name="place"/> is, and in which half.</summary>
    public static int ByteOf(int place, out int shift)
    {
        int l = place % 16;
        shift = place < 16 ? 0 : 4;
        return l < 8 ? 2 * l : 2 * (l - 8) + 1;
    }

    private byte* Place(byte* blocks, long row, out int shift)
    {
        int inBlock = (int)(row % BlockRows);
        int group = inBlock / GroupRows * GroupRows;
        return blocks + row / BlockRows * BlockBytes + group + ByteOf(inBlock - group, out shift);
    }

    private long Offset(int m) => (long)(m / 2) * BlockRows + m % 2 * GroupBytes;
}
