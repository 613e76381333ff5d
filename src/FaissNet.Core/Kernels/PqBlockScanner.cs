using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>
/// Scans 8-bit product-quantizer codes that lie in <see cref="CodeBlocks"/> for one query, with exactly the results of <see cref="PqScan.Scan8"/> followed
/// by <see cref="TopKHeap"/>. One scanner serves one query at a time: prepare it with a table, then scan any number of ranges or lists.
/// </summary>
internal unsafe partial struct PqBlockScanner<TOrder>
    where TOrder : struct, ITopKOrder<float>
{
    private readonly int _m;
    private readonly byte* _scratch;
    private float* _table;

    /// <summary>A scanner for codes of <paramref name="m"/> bytes.</summary>
    /// <param name="m">Sub-quantizers.</param>
    /// <param name="scratch"><see cref="ScratchBytes"/> bytes at a 64-byte boundary that belong to this scanner alone.</param>
    public PqBlockScanner(int m, byte* scratch)
    {
        _m = m;
        _scratch = scratch;
    }

    /// <summary>Bytes of scratch memory that a scanner needs.</summary>
    public static int ScratchBytes(int m) => m * 256;

    /// <summary>Sets the float table [M][256] of the query (or of the query and a list); it must stay unchanged while scanning.</summary>
    public void Prepare(float* table) => _table = table;

    /// <summary>
    /// Offers rows [<paramref name="from"/>, <paramref name="to"/>) to a heap; <paramref name="from"/> is a multiple of 64.
    /// </summary>
    /// <param name="blocks">The first block of the list.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Behind the last row.</param>
    /// <param name="bias">What is added to every score, as the coarse distance.</param>
    /// <param name="ids">Ids of the rows of the list; row <paramref name="from"/> has the id at index <paramref name="from"/>.</param>
    /// <param name="heapScores">The k scores of the heap.</param>
    /// <param name="heapIds">The k ids of the heap.</param>
    /// <param name="k">Results wanted.</param>
    public void Scan(byte* blocks, long from, long to, float bias, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        for (long row = from; row < to; row += CodeBlocks.BlockRows)
        {
            int count = (int)Math.Min(CodeBlocks.BlockRows, to - row);
            PlainBlock(blocks + (row * _m), row, count, bias, ids, heapScores, heapIds, k);
        }
    }

    /// <summary>One block with the float tables.</summary>
    private readonly void PlainBlock(byte* block, long row, int count, float bias, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        for (int i = 0; i < count; i++)
            Offer(block, row, i, bias, ids, heapScores, heapIds, k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Offer(byte* block, long row, int i, float bias, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        float score = PqScan.Score8(block + i, CodeBlocks.BlockRows, _m, _table, bias);
        if (TOrder.IsBetter(score, heapScores[0]) && ids.TryGet(row + i, out long id))
            TopKHeap.ReplaceTop<TOrder, float>(heapScores, heapIds, k, score, id);
    }
}
