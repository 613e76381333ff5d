using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>
/// Scans 8-bit product-quantizer codes that lie in <see cref="CodeBlocks"/> for one query, with exactly the results of <see cref="PqScan.Scan8"/> followed
/// by <see cref="TopKHeap"/>. One scanner serves one query at a time: prepare it with a table, then scan any number of ranges or lists.
/// </summary>
/// <remarks>
/// With AVX-512 VBMI and with AVX2 the table is quantized to bytes that are lower bounds of how far an entry lies above its row's best entry, on a
/// scale where what the current worst result allows is about 250. Byte permutes or shuffles look up 64 or 32 codes at once, saturating additions
/// make a lower bound of each score, and only rows whose bound does not exceed the allowance are scored with the float table. The scale follows the
/// shrinking allowance. Elsewhere rows are scored with the float table, and given up as soon as what is left cannot bring them below
/// the worst result.
/// </remarks>
internal unsafe partial struct PqBlockScanner<TOrder>
    where TOrder : struct, ITopKOrder<float>
{
    /// <summary>
    /// Rounding of float sums, relative to the sizes of what is added: bounds are widened by it, so that a bound computed in float
    /// never excludes what the float score would let in.
    /// </summary>
    private const float Rounding = 4e-7f;

    private readonly int _m;
    private readonly int _checkpoint;
    private readonly byte* _quantized;
    private readonly float* _best;
    private float* _table;
    private float _sumOfBest;
    private float _bestFromCheckpoint;
    private float _magnitude;
    private float _scale;

    /// <summary>A scanner for codes of <paramref name="m"/> bytes.</summary>
    /// <param name="m">Sub-quantizers.</param>
    /// <param name="scratch"><see cref="ScratchBytes"/> bytes at a 64-byte boundary that belong to this scanner alone.</param>
    public PqBlockScanner(int m, byte* scratch)
    {
        _m = m;
        _checkpoint = m < 8 ? m : m / 8 * 4;
        _quantized = scratch;
        _best = (float*)(scratch + (m * 256));
    }

    private static bool CanPermute => Avx512Vbmi.IsSupported && Simd.Has512;

    private static bool CanShuffle => Avx2.IsSupported && Simd.Has256;

    private static bool IsL2 => typeof(TOrder) == typeof(SmallestFirst);

    /// <summary>Bytes of scratch memory that a scanner needs.</summary>
    public static int ScratchBytes(int m) => (m * 256) + (((m * sizeof(float)) + 63) / 64 * 64);

    /// <summary>Sets the float table [M][256] of the query (or of the query and a list); it must stay unchanged while scanning.</summary>
    public void Prepare(float* table)
    {
        _table = table;
        _scale = 0;
        if (Simd.Has512)
            Measure<Lanes512, Vector512<float>>();
        else if (Simd.Has256)
            Measure<Lanes256, Vector256<float>>();
        else if (Simd.Has128)
            Measure<Lanes128, Vector128<float>>();
        else
            Measure<ScalarLanes, float>();
    }

    /// <summary>
    /// Makes the table of a query and a list, precomputed − 2 · products as <see cref="PqTable.AddQuery"/> does, and sets it: one pass instead of
    /// two. It is a table of distances.
    /// </summary>
    /// <param name="precomputed">What depends on the list, [M][256].</param>
    /// <param name="products">The query's inner products with the centroids, [M][256].</param>
    /// <param name="table">Receives the table; it must stay unchanged while scanning.</param>
    public void Prepare(float* precomputed, float* products, float* table)
    {
        _table = table;
        _scale = 0;
        if (Simd.Has512)
            AddAndMeasure<Lanes512, Vector512<float>>(precomputed, products);
        else if (Simd.Has256)
            AddAndMeasure<Lanes256, Vector256<float>>(precomputed, products);
        else if (Simd.Has128)
            AddAndMeasure<Lanes128, Vector128<float>>(precomputed, products);
        else
            AddAndMeasure<ScalarLanes, float>(precomputed, products);
    }

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
        if (CanPermute || CanShuffle)
            ScanBounds(blocks, from, to, bias, ids, heapScores, heapIds, k);
        else
            ScanPlain(blocks, from, to, bias, ids, heapScores, heapIds, k);
    }

    /// <summary>
    /// How much more than its best entries a row may have and still enter a heap whose worst score is <paramref name="worst"/>, widened for
    /// rounding. Negative: no row can enter. NaN or infinite: no bound can be given.
    /// </summary>
    private readonly float Allowance(float worst, float bias)
    {
        float allowance = IsL2 ? worst - bias - _sumOfBest : _sumOfBest + bias - worst;
        return allowance + Margin(bias, worst);
    }

    /// <summary>What rounding may have done to a score or a bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float Margin(float bias, float worst) =>
        Rounding * (_m + 8) * (_magnitude + Math.Abs(bias) + Math.Abs(worst));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Offer(byte* block, long row, int i, float bias, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        float score = PqScan.Score8(block + i, CodeBlocks.BlockRows, _m, _table, bias);
        if (TOrder.IsBetter(score, heapScores[0]) && ids.TryGet(row + i, out long id))
            TopKHeap.ReplaceTop<TOrder, float>(heapScores, heapIds, k, score, id);
    }
}
