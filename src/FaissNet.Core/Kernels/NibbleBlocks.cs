using System.Runtime.InteropServices;

namespace FaissNet.Kernels;

/// <summary>
/// 4-bit codes stored for scanning 128 at a time: [block of 128 vectors][M][64 bytes], so that one load brings the same sub-quantizer of 128 codes and
/// no sum runs across lanes. The 64 bytes are those of four groups of 32 vectors as FAISS's files have them (<see cref="FastScanBlocks"/>), so that
/// files are read and written in pieces of 16 bytes. What belongs to rows behind the last is undefined.
/// </summary>
internal static unsafe class NibbleBlocks
{
    /// <summary>Vectors per block.</summary>
    public const int BlockRows = 128;

    /// <summary>Bytes of one sub-quantizer of a block.</summary>
    public const int RowBytes = BlockRows / 2;

    /// <summary>Bytes that <paramref name="count"/> codes of <paramref name="m"/> sub-quantizers take.</summary>
    public static long Bytes(long count, int m) => (count + BlockRows - 1) / BlockRows * RowBytes * m;

    /// <summary>Writes the ordinary 4-bit code of a vector. It shares bytes with the vector 16 rows before or behind it.</summary>
    public static void WriteRow(byte* blocks, long row, byte* code, int m)
    {
        byte* place = Place(blocks, row, m, out int shift);
        byte keep = (byte)(0xF0 >> shift);
        for (int i = 0; i < m; i++, place += RowBytes)
            *place = (byte)((*place & keep) | (((code[i / 2] >> (4 * (i % 2))) & 15) << shift));
    }

    /// <summary>Writes n ordinary codes, one after another, to the rows from <paramref name="row"/> on.</summary>
    public static void WriteRows(byte* blocks, long row, byte* codes, long n, int m)
    {
        for (long i = 0; i < n; i++)
            WriteRow(blocks, row + i, codes + i * ((m + 1) / 2), m);
    }

    /// <summary>Reads n ordinary codes from row <paramref name="row"/> on.</summary>
    public static void ReadRows(byte* blocks, long row, long n, int m, byte* codes)
    {
        for (long i = 0; i < n; i++)
            ReadRow(blocks, row + i, m, codes + i * ((m + 1) / 2));
    }

    /// <summary>Reads the ordinary 4-bit code of a vector.</summary>
    public static void ReadRow(byte* blocks, long row, int m, byte* code)
    {
        byte* place = Place(blocks, row, m, out int shift);
        NativeMemory.Clear(code, (nuint)((m + 1) / 2));
        for (int i = 0; i < m; i++, place += RowBytes)
            code[i / 2] |= (byte)(((*place >> shift) & 15) << (4 * (i % 2)));
    }

    /// <summary>Copies the code of one row over that of another.</summary>
    public static void CopyRow(byte* blocks, long from, long to, int m)
    {
        byte* source = Place(blocks, from, m, out int sourceShift);
        byte* target = Place(blocks, to, m, out int targetShift);
        byte keep = (byte)(0xF0 >> targetShift);
        for (int i = 0; i < m; i++, source += RowBytes, target += RowBytes)
            *target = (byte)((*target & keep) | (((*source >> sourceShift) & 15) << targetShift));
    }

    /// <summary>Takes <paramref name="count"/> vectors over from blocks of a file, to the rows from <paramref name="row"/> on, a multiple of 32.</summary>
    public static void FromFile(in FastScanBlocks layout, byte* file, long count, byte* blocks, long row)
    {
        for (long i = 0; i < count; i += FastScanBlocks.GroupRows)
        {
            for (int m = 0; m < layout.M; m++)
                NativeMemory.Copy(layout.Group(file, i, m), Group(blocks, row + i, layout.M, m), FastScanBlocks.GroupBytes);
        }
    }

    /// <summary>
    /// Writes <paramref name="count"/> vectors from <paramref name="row"/> on, a multiple of 32, as blocks of a file, which are zero before.
    /// </summary>
    public static void ToFile(in FastScanBlocks layout, byte* blocks, long row, long count, byte* file)
    {
        for (long i = 0; i < count; i += FastScanBlocks.GroupRows)
        {
            int rows = (int)Math.Min(FastScanBlocks.GroupRows, count - i);
            for (int m = 0; m < layout.M; m++)
            {
                byte* target = layout.Group(file, i, m);
                NativeMemory.Copy(Group(blocks, row + i, layout.M, m), target, FastScanBlocks.GroupBytes);
                // Files are reproducible: what no vector has is zero.
                for (int place = rows; place < FastScanBlocks.GroupRows; place++)
                {
                    int index = FastScanBlocks.ByteOf(place, out int shift);
                    target[index] &= (byte)(0xF0 >> shift);
                }
            }
        }
    }

    /// <summary>Where the code of a row begins; its next sub-quantizers are <see cref="RowBytes"/> apart.</summary>
    internal static byte* Place(byte* blocks, long row, int m, out int shift)
        => Group(blocks, row, m, 0) + FastScanBlocks.ByteOf((int)(row % FastScanBlocks.GroupRows), out shift);

    private static byte* Group(byte* blocks, long row, int length, int m)
    {
        long group = row % BlockRows / FastScanBlocks.GroupRows;
        return blocks + (row / BlockRows * length + m) * RowBytes + group * FastScanBlocks.GroupBytes;
    }
}
