using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>
/// Hamming search over codes that lie in <see cref="CodeBlocks"/>, 64 at a time, in their order. Prepare one per
/// query, then scan any number of ranges or lists.
/// </summary>
/// <remarks>
/// A block holds byte b of its 64 codes side by side, so counts of differing bits add up in byte lanes and no sum ever runs across lanes.
/// With AVX-512 VBMI one permute looks up six bits of 64 codes in a table that already contains the query; of every three bytes, the two
/// bits that are left of each make six more. Elsewhere the bits of a nibble are counted by a shuffle, or by Arm's own instruction.
/// </remarks>
internal readonly unsafe partial struct HammingBlockScan
{
    /// <summary>Bytes of a code whose differing bits are certain to fit into a byte lane; a multiple of three.</summary>
    private const int GroupBytes = 30;

    /// <summary>Bytes of the longest code whose distances fit into 16 bits.</summary>
    private const int MaxWideCode = 8191;

    private readonly int _codeSize;
    private readonly byte* _query;
    private readonly byte* _tables;

    /// <summary>Prepares a query.</summary>
    /// <param name="query">The query's code; it must stay unchanged while scanning.</param>
    /// <param name="codeSize">Bytes of a code.</param>
    /// <param name="scratch"><see cref="ScratchBytes"/> bytes at a 64-byte boundary that belong to this scan alone.</param>
    public HammingBlockScan(byte* query, int codeSize, byte* scratch)
    {
        _query = query;
        _codeSize = codeSize;
        _tables = scratch;
        if (CanPermute)
            BuildTables();
    }

    private static bool CanPermute => Avx512Vbmi.IsSupported && Simd.Has512;

    /// <summary>Bytes of scratch memory that a scan needs.</summary>
    public static int ScratchBytes(int codeSize) => (codeSize + 2) / 3 * 4 * 64;

    /// <summary>Offers rows [<paramref name="from"/>, <paramref name="to"/>) to a heap; <paramref name="from"/> is a multiple of 64.</summary>
    /// <param name="blocks">The first block of the list.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Behind the last row.</param>
    /// <param name="ids">Ids of the rows of the list.</param>
    /// <param name="heapDistances">The k distances of the heap.</param>
    /// <param name="heapIds">The k ids of the heap.</param>
    /// <param name="k">Results wanted.</param>
    public void Scan(byte* blocks, long from, long to, in IdSource ids, int* heapDistances, long* heapIds, int k) =>
        Scan(blocks, from, to, new HammingHeap(ids, heapDistances, heapIds, k));

    /// <summary>Offers rows [<paramref name="from"/>, <paramref name="to"/>) to a sink; <paramref name="from"/> is a multiple of 64.</summary>
    public void Scan<TSink>(byte* blocks, long from, long to, in TSink sink)
        where TSink : struct, IHammingSink
    {
        if (_codeSize > MaxWideCode)
            ScanScalar(blocks, from, to, sink);
        else if (CanPermute)
            ScanPermute(blocks, from, to, sink);
        else if (Simd.Has256)
            Scan256(blocks, from, to, sink);
        else if (Simd.Has128)
            Scan128(blocks, from, to, sink);
        else
            ScanScalar(blocks, from, to, sink);
    }
}
