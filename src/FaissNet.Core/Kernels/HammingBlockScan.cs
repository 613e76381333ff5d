using System.Numerics;

namespace FaissNet.Kernels;

/// <summary>
/// Hamming search over codes that lie in <see cref="CodeBlocks"/>, 64 at a time, with the results of <see cref="Hamming.TopK"/>. Prepare one per
/// query, then scan any number of ranges or lists.
/// </summary>
internal readonly unsafe partial struct HammingBlockScan
{
    private readonly int _codeSize;
    private readonly byte* _query;

    /// <summary>Prepares a query.</summary>
    /// <param name="query">The query's code; it must stay unchanged while scanning.</param>
    /// <param name="codeSize">Bytes of a code.</param>
    /// <param name="scratch"><see cref="ScratchBytes"/> bytes at a 64-byte boundary that belong to this scan alone.</param>
    public HammingBlockScan(byte* query, int codeSize, byte* scratch)
    {
        _query = query;
        _codeSize = codeSize;
        new Span<byte>(scratch, ScratchBytes(codeSize)).Clear();
    }

    /// <summary>Bytes of scratch memory that a scan needs.</summary>
    public static int ScratchBytes(int codeSize) => (codeSize + 2) / 3 * 4 * 64;

    /// <summary>Offers rows [<paramref name="from"/>, <paramref name="to"/>) to a heap; <paramref name="from"/> is a multiple of 64.</summary>
    public void Scan(byte* blocks, long from, long to, in IdSource ids, int* heapDistances, long* heapIds, int k)
    {
        for (long row = from; row < to; row++)
        {
            byte* code = CodeBlocks.Row(blocks, row, _codeSize);
            int distance = 0;
            for (int b = 0; b < _codeSize; b++)
                distance += BitOperations.PopCount((uint)(_query[b] ^ code[b * CodeBlocks.BlockRows]));
            if (distance < heapDistances[0] && ids.TryGet(row, out long id))
                TopKHeap.ReplaceTop<SmallestFirst, int>(heapDistances, heapIds, k, distance, id);
        }
    }
}
