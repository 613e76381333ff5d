using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// Scans 4-bit codes in <see cref="NibbleBlocks"/> for several queries at a time, with exactly the results of adding up costs vector by vector and
/// offering them to a <see cref="TopKHeap"/> in their order.
/// </summary>
/// <remarks>
/// Sums of up to 255 per sub-quantizer need words, which halve the width. So costs are scaled down until what the worst result of the heap allows is
/// about 254, or 127 for each 32 sub-quantizers where there are more, and rounded down: saturating sums of bytes bound the scaled sum from below,
/// and the few vectors whose bound passes are added up exactly. The scale follows the shrinking allowance.
/// </remarks>
internal static unsafe partial class FastScan
{
    /// <summary>Queries that share a pass over the codes.</summary>
    public const int GroupQueries = 4;

    /// <summary>Sub-quantizers up to which sums fit into words.</summary>
    private const int MostInWords = ushort.MaxValue / byte.MaxValue;

    /// <summary>Sub-quantizers whose bounds are added in bytes.</summary>
    private const int SegmentLength = 32;

    private const int LargestByteSum = 254;

    /// <summary>Candidates of 32 vectors from which it is quicker to add up all of them.</summary>
    private const int DenseCandidates = 4;

    /// <summary>Bytes of a table of costs or bounds.</summary>
    public static int TableBytes(int m) => (m * 16 + 63) / 64 * 64;

    /// <summary>Offers rows [<paramref name="from"/>, <paramref name="to"/>) to the heaps of all queries.</summary>
    /// <param name="blocks">The first block; <paramref name="from"/> is a multiple of <see cref="NibbleBlocks.BlockRows"/>.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Behind the last row.</param>
    /// <param name="m">Sub-quantizers.</param>
    /// <param name="queries">The queries; each group of <see cref="GroupQueries"/> needs bounds of its own.</param>
    /// <param name="count">Number of queries.</param>
    /// <param name="ids">Ids of the rows; row 0 has the id at index 0.</param>
    public static void Scan<TOrder>(byte* blocks, long from, long to, int m, FastScanQuery** queries, int count, in IdSource ids)
        where TOrder : struct, ITopKOrder<int>
    {
        if (Simd.Has512)
            Scan<ByteLanes512, Vector512<byte>, TOrder>(blocks, from, to, m, queries, count, ids);
        else if (Simd.Has256)
            Scan<ByteLanes256, Vector256<byte>, TOrder>(blocks, from, to, m, queries, count, ids);
        else if (Simd.Has128)
            Scan<ByteLanes128, Vector128<byte>, TOrder>(blocks, from, to, m, queries, count, ids);
        else
            ScanScalar<TOrder>(blocks, from, to, m, queries, count, ids);
    }

    /// <summary>The specification, and what runs without vectors.</summary>
    internal static void ScanScalar<TOrder>(byte* blocks, long from, long to, int m, FastScanQuery** queries, int count, in IdSource ids)
        where TOrder : struct, ITopKOrder<int>
    {
        for (int q = 0; q < count; q++)
        {
            FastScanQuery* query = queries[q];
            for (long row = from; row < to; row++)
            {
                if (ids.TryGet(row, out long id))
                    Push<TOrder>(query, Cost(blocks, row, m, query->Costs), id);
            }
        }
    }

    /// <summary>The costs of one vector added up.</summary>
    public static int Cost(byte* blocks, long row, int m, byte* costs)
    {
        byte* place = NibbleBlocks.Place(blocks, row, m, out int shift);
        int sum = 0;
        for (int i = 0; i < m; i++, place += NibbleBlocks.RowBytes, costs += 16)
            sum += costs[(*place >> shift) & 15];
        return sum;
    }

    /// <summary>The costs of the 32 vectors from <paramref name="row"/> on, a multiple of 32, added up.</summary>
    public static void Costs(byte* blocks, long row, int m, byte* costs, int* sums)
    {
        if (Simd.Has128 && m <= MostInWords)
        {
            Costs128(NibbleBlocks.Place(blocks, row, m, out _), m, costs, sums);
            return;
        }
        for (int i = 0; i < FastScanBlocks.GroupRows; i++)
            sums[i] = Cost(blocks, row + i, m, costs);
    }

    /// <summary>Makes the bounds of a query anew for what its heap allows now.</summary>
    internal static void Prepare<TLanes, TVector, TOrder>(FastScanQuery* query, int m)
        where TLanes : struct, IByteLanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<int>
    {
        long allowance = Allowance<TOrder>(query);
        query->Factor = 0;
        query->Limit = 0;
        if (allowance < 0)
            return;
        int target = Target(m);
        if (allowance <= target)
        {
            NativeMemory.Copy(query->Costs, query->Bounds, (nuint)TableBytes(m));
            query->Limit = (int)allowance + 1;
            return;
        }
        query->Factor = (int)(((long)target << 16) / allowance);
        query->Limit = (int)((allowance * query->Factor) >> 16) + 1;
        TVector factor = TLanes.BroadcastWord((ushort)query->Factor);
        for (int i = 0; i < TableBytes(m); i += TLanes.Width)
            TLanes.Store(TLanes.Scale(TLanes.Load(query->Costs + i), factor), query->Bounds + i);
    }

    private static int Target(int m)
        => m <= SegmentLength ? LargestByteSum : Math.Min(LargestByteSum / 2 * ((m + SegmentLength - 1) / SegmentLength), 65000);

    /// <summary>The largest sum of costs that may enter the heap; negative when none may.</summary>
    private static long Allowance<TOrder>(FastScanQuery* query)
        where TOrder : struct, ITopKOrder<int>
    {
        long worst = query->Scores[0];
        long allowance = typeof(TOrder) == typeof(SmallestFirst)
            ? worst - query->Bias - 1
            : query->MostCost + (long)query->Bias - worst - 1;
        return Math.Min(allowance, query->MostCost);
    }

    /// <summary>Follows the heap, whose worst result has become better.</summary>
    private static void Tighten<TLanes, TVector, TOrder>(FastScanQuery* query, int m)
        where TLanes : struct, IByteLanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<int>
    {
        long allowance = Allowance<TOrder>(query);
        long bound = query->Factor == 0 ? allowance : (allowance * query->Factor) >> 16;
        if (allowance < 0)
            query->Limit = 0;
        else if (query->Factor != 0 && bound < Target(m) / 2)
            Prepare<TLanes, TVector, TOrder>(query, m);
        else
            query->Limit = (int)bound + 1;
    }

    private static void Push<TOrder>(FastScanQuery* query, int cost, long id)
        where TOrder : struct, ITopKOrder<int>
    {
        int score = typeof(TOrder) == typeof(SmallestFirst) ? cost + query->Bias : query->MostCost - cost + query->Bias;
        TopKHeap.Push<TOrder, int>(query->Scores, query->Ids, query->K, score, id);
    }

    /// <summary>Offers those vectors of a piece of codes whose bounds have passed, in their order.</summary>
    /// <param name="query">The query.</param>
    /// <param name="blocks">The first block.</param>
    /// <param name="row">The piece's first row.</param>
    /// <param name="to">Behind the last row of the scan.</param>
    /// <param name="m">Sub-quantizers.</param>
    /// <param name="low">One bit per byte for the vectors in low halves.</param>
    /// <param name="high">The same for those in high halves.</param>
    /// <param name="ids">Ids of the rows.</param>
    private static void Offer<TOrder>(FastScanQuery* query, byte* blocks, long row, long to, int m, ulong low, ulong high, in IdSource ids)
        where TOrder : struct, ITopKOrder<int>
    {
        for (; (low | high) != 0 && row < to; low >>= 16, high >>= 16, row += FastScanBlocks.GroupRows)
        {
            uint candidates = InOrder((uint)low) | (InOrder((uint)high) << 16);
            if (to - row < FastScanBlocks.GroupRows)
                candidates &= (1u << (int)(to - row)) - 1;
            if (BitOperations.PopCount(candidates) >= DenseCandidates)
                OfferDense<TOrder>(query, blocks, row, m, candidates, ids);
            else
                OfferSparse<TOrder>(query, blocks, row, m, candidates, ids);
        }
    }

    private static void OfferSparse<TOrder>(FastScanQuery* query, byte* blocks, long row, int m, uint candidates, in IdSource ids)
        where TOrder : struct, ITopKOrder<int>
    {
        for (; candidates != 0; candidates &= candidates - 1)
        {
            long candidate = row + BitOperations.TrailingZeroCount(candidates);
            if (ids.TryGet(candidate, out long id))
                Push<TOrder>(query, Cost(blocks, candidate, m, query->Costs), id);
        }
    }

    private static void OfferDense<TOrder>(FastScanQuery* query, byte* blocks, long row, int m, uint candidates, in IdSource ids)
        where TOrder : struct, ITopKOrder<int>
    {
        int* sums = stackalloc int[FastScanBlocks.GroupRows];
        Costs(blocks, row, m, query->Costs, sums);
        for (; candidates != 0; candidates &= candidates - 1)
        {
            int candidate = BitOperations.TrailingZeroCount(candidates);
            if (ids.TryGet(row + candidate, out long id))
                Push<TOrder>(query, sums[candidate], id);
        }
    }

    /// <summary>Bits of the bytes of 16 vectors in the order of the vectors: the even bytes are the first eight.</summary>
    private static uint InOrder(uint bytes) => Compress(bytes & 0x5555) | (Compress((bytes >> 1) & 0x5555) << 8);

    private static uint Compress(uint even)
    {
        even = (even | (even >> 1)) & 0x3333;
        even = (even | (even >> 2)) & 0x0F0F;
        return (even | (even >> 4)) & 0xFF;
    }
}
