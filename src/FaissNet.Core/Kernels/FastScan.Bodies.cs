using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>The bodies, written once over <see cref="IByteLanes{TVector}"/>.</summary>
internal static unsafe partial class FastScan
{
    internal static void Scan<TLanes, TVector, TOrder>(
        byte* blocks, long from, long to, int m, FastScanQuery** queries, int count, in IdSource ids)
        where TLanes : struct, IByteLanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<int>
    {
        FastScanQuery** group = stackalloc FastScanQuery*[GroupQueries];
        for (int q = 0; q < count; q += GroupQueries)
        {
            int open = 0;
            for (int i = q; i < Math.Min(count, q + GroupQueries); i++)
            {
                Prepare<TLanes, TVector, TOrder>(queries[i], m);
                if (queries[i]->Limit > 0)
                    group[open++] = queries[i];
            }
            if (open == 1)
            {
                One<TLanes, TVector, TOrder>(blocks, from, to, m, group[0], ids);
            }
            else if (open > 1)
            {
                // A query for which nothing passes fills the group up.
                FastScanQuery closed = *group[0];
                closed.Limit = 0;
                while (open < GroupQueries)
                    group[open++] = &closed;
                if (m <= SegmentLength)
                    FourInBytes<TLanes, TVector, TOrder>(blocks, from, to, m, group, ids);
                else
                    FourInWords<TLanes, TVector, TOrder>(blocks, from, to, m, group, ids);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourInBytes<TLanes, TVector, TOrder>(
        byte* blocks, long from, long to, int m, FastScanQuery** queries, in IdSource ids)
        where TLanes : struct, IByteLanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<int>
    {
        byte* t0 = queries[0]->Bounds, t1 = queries[1]->Bounds, t2 = queries[2]->Bounds, t3 = queries[3]->Bounds;
        TVector limit0 = TLanes.Broadcast((byte)queries[0]->Limit), limit1 = TLanes.Broadcast((byte)queries[1]->Limit);
        TVector limit2 = TLanes.Broadcast((byte)queries[2]->Limit), limit3 = TLanes.Broadcast((byte)queries[3]->Limit);
        int length = m * 16;
        for (long row = from; row < to; row += 2 * TLanes.Width)
        {
            byte* codes = Codes(blocks, row, m);
            TVector a0 = TLanes.Zero, a1 = TLanes.Zero, a2 = TLanes.Zero, a3 = TLanes.Zero;
            TVector b0 = TLanes.Zero, b1 = TLanes.Zero, b2 = TLanes.Zero, b3 = TLanes.Zero;
            for (nint i = 0; i < length; i += 16, codes += NibbleBlocks.RowBytes)
            {
                TVector both = TLanes.Load(codes);
                TVector low = TLanes.LowHalves(both);
                TVector high = TLanes.HighHalves(both);
                TVector table = TLanes.LoadTable(t0 + i);
                a0 = TLanes.AddBytes(a0, TLanes.Lookup(table, low));
                b0 = TLanes.AddBytes(b0, TLanes.Lookup(table, high));
                table = TLanes.LoadTable(t1 + i);
                a1 = TLanes.AddBytes(a1, TLanes.Lookup(table, low));
                b1 = TLanes.AddBytes(b1, TLanes.Lookup(table, high));
                table = TLanes.LoadTable(t2 + i);
                a2 = TLanes.AddBytes(a2, TLanes.Lookup(table, low));
                b2 = TLanes.AddBytes(b2, TLanes.Lookup(table, high));
                table = TLanes.LoadTable(t3 + i);
                a3 = TLanes.AddBytes(a3, TLanes.Lookup(table, low));
                b3 = TLanes.AddBytes(b3, TLanes.Lookup(table, high));
            }

            ulong low0 = TLanes.BytesBelow(a0, limit0), high0 = TLanes.BytesBelow(b0, limit0);
            ulong low1 = TLanes.BytesBelow(a1, limit1), high1 = TLanes.BytesBelow(b1, limit1);
            ulong low2 = TLanes.BytesBelow(a2, limit2), high2 = TLanes.BytesBelow(b2, limit2);
            ulong low3 = TLanes.BytesBelow(a3, limit3), high3 = TLanes.BytesBelow(b3, limit3);
            if ((low0 | high0 | low1 | high1 | low2 | high2 | low3 | high3) == 0)
                continue;
            Candidates<TLanes, TVector, TOrder>(queries[0], blocks, row, to, m, low0, high0, ids);
            Candidates<TLanes, TVector, TOrder>(queries[1], blocks, row, to, m, low1, high1, ids);
            Candidates<TLanes, TVector, TOrder>(queries[2], blocks, row, to, m, low2, high2, ids);
            Candidates<TLanes, TVector, TOrder>(queries[3], blocks, row, to, m, low3, high3, ids);
            limit0 = TLanes.Broadcast((byte)queries[0]->Limit);
            limit1 = TLanes.Broadcast((byte)queries[1]->Limit);
            limit2 = TLanes.Broadcast((byte)queries[2]->Limit);
            limit3 = TLanes.Broadcast((byte)queries[3]->Limit);
        }
    }

    /// <summary>Sums of bytes over 32 sub-quantizers at a time, collected in words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourInWords<TLanes, TVector, TOrder>(
        byte* blocks, long from, long to, int m, FastScanQuery** queries, in IdSource ids)
        where TLanes : struct, IByteLanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<int>
    {
        for (long row = from; row < to; row += 2 * TLanes.Width)
        {
            byte* codes = Codes(blocks, row, m);
            for (int pair = 0; pair < GroupQueries; pair += 2)
            {
                // Two queries at a time: the words of four would not fit into registers.
                byte* t0 = queries[pair]->Bounds, t1 = queries[pair + 1]->Bounds;
                TVector even0 = TLanes.Zero, odd0 = TLanes.Zero, evenHigh0 = TLanes.Zero, oddHigh0 = TLanes.Zero;
                TVector even1 = TLanes.Zero, odd1 = TLanes.Zero, evenHigh1 = TLanes.Zero, oddHigh1 = TLanes.Zero;
                for (int segment = 0; segment < m; segment += SegmentLength)
                {
                    TVector a0 = TLanes.Zero, a1 = TLanes.Zero, b0 = TLanes.Zero, b1 = TLanes.Zero;
                    int end = Math.Min(m, segment + SegmentLength);
                    for (nint i = segment; i < end; i++)
                    {
                        TVector both = TLanes.Load(codes + i * NibbleBlocks.RowBytes);
                        TVector low = TLanes.LowHalves(both);
                        TVector high = TLanes.HighHalves(both);
                        TVector table = TLanes.LoadTable(t0 + i * 16);
                        a0 = TLanes.AddBytes(a0, TLanes.Lookup(table, low));
                        b0 = TLanes.AddBytes(b0, TLanes.Lookup(table, high));
                        table = TLanes.LoadTable(t1 + i * 16);
                        a1 = TLanes.AddBytes(a1, TLanes.Lookup(table, low));
                        b1 = TLanes.AddBytes(b1, TLanes.Lookup(table, high));
                    }

                    even0 = TLanes.AddWords(even0, TLanes.EvenBytes(a0));
                    odd0 = TLanes.AddWords(odd0, TLanes.OddBytes(a0));
                    evenHigh0 = TLanes.AddWords(evenHigh0, TLanes.EvenBytes(b0));
                    oddHigh0 = TLanes.AddWords(oddHigh0, TLanes.OddBytes(b0));
                    even1 = TLanes.AddWords(even1, TLanes.EvenBytes(a1));
                    odd1 = TLanes.AddWords(odd1, TLanes.OddBytes(a1));
                    evenHigh1 = TLanes.AddWords(evenHigh1, TLanes.EvenBytes(b1));
                    oddHigh1 = TLanes.AddWords(oddHigh1, TLanes.OddBytes(b1));
                }

                TVector limit = TLanes.BroadcastWord((ushort)queries[pair]->Limit);
                Candidates<TLanes, TVector, TOrder>(
                    queries[pair], blocks, row, to, m,
                    TLanes.WordsBelow(even0, odd0, limit), TLanes.WordsBelow(evenHigh0, oddHigh0, limit), ids);
                limit = TLanes.BroadcastWord((ushort)queries[pair + 1]->Limit);
                Candidates<TLanes, TVector, TOrder>(
                    queries[pair + 1], blocks, row, to, m,
                    TLanes.WordsBelow(even1, odd1, limit), TLanes.WordsBelow(evenHigh1, oddHigh1, limit), ids);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<TLanes, TVector, TOrder>(
        byte* blocks, long from, long to, int m, FastScanQuery* query, in IdSource ids)
        where TLanes : struct, IByteLanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<int>
    {
        byte* bounds = query->Bounds;
        for (long row = from; row < to && query->Limit > 0; row += 2 * TLanes.Width)
        {
            byte* codes = Codes(blocks, row, m);
            TVector even = TLanes.Zero, odd = TLanes.Zero, evenHigh = TLanes.Zero, oddHigh = TLanes.Zero;
            TVector a = TLanes.Zero, b = TLanes.Zero;
            for (int segment = 0; segment < m; segment += SegmentLength)
            {
                a = TLanes.Zero;
                b = TLanes.Zero;
                int end = Math.Min(m, segment + SegmentLength);
                for (nint i = segment; i < end; i++)
                {
                    TVector both = TLanes.Load(codes + i * NibbleBlocks.RowBytes);
                    TVector table = TLanes.LoadTable(bounds + i * 16);
                    a = TLanes.AddBytes(a, TLanes.Lookup(table, TLanes.LowHalves(both)));
                    b = TLanes.AddBytes(b, TLanes.Lookup(table, TLanes.HighHalves(both)));
                }

                if (m <= SegmentLength)
                    break;
                even = TLanes.AddWords(even, TLanes.EvenBytes(a));
                odd = TLanes.AddWords(odd, TLanes.OddBytes(a));
                evenHigh = TLanes.AddWords(evenHigh, TLanes.EvenBytes(b));
                oddHigh = TLanes.AddWords(oddHigh, TLanes.OddBytes(b));
            }

            ulong low, high;
            if (m <= SegmentLength)
            {
                TVector limit = TLanes.Broadcast((byte)query->Limit);
                low = TLanes.BytesBelow(a, limit);
                high = TLanes.BytesBelow(b, limit);
            }
            else
            {
                TVector limit = TLanes.BroadcastWord((ushort)query->Limit);
                low = TLanes.WordsBelow(even, odd, limit);
                high = TLanes.WordsBelow(evenHigh, oddHigh, limit);
            }

            Candidates<TLanes, TVector, TOrder>(query, blocks, row, to, m, low, high, ids);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Candidates<TLanes, TVector, TOrder>(
        FastScanQuery* query, byte* blocks, long row, long to, int m, ulong low, ulong high, in IdSource ids)
        where TLanes : struct, IByteLanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<int>
    {
        if ((low | high) == 0)
            return;
        int worst = query->Scores[0];
        Offer<TOrder>(query, blocks, row, to, m, low, high, ids);
        if (query->Scores[0] != worst)
            Tighten<TLanes, TVector, TOrder>(query, m);
    }

    /// <summary>The first sub-quantizer's bytes of a piece that begins at <paramref name="row"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Codes(byte* blocks, long row, int m)
        => blocks + row / NibbleBlocks.BlockRows * NibbleBlocks.RowBytes * m + row % NibbleBlocks.BlockRows / 2;

    /// <summary>Sums in words: the even bytes are the first eight of 16 vectors, the odd ones the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Costs128(byte* codes, int m, byte* costs, int* sums)
    {
        Vector128<byte> even = default, odd = default, evenHigh = default, oddHigh = default;
        for (int i = 0; i < m; i++, codes += NibbleBlocks.RowBytes, costs += 16)
        {
            Vector128<byte> both = ByteLanes128.Load(codes);
            Vector128<byte> table = ByteLanes128.Load(costs);
            Vector128<byte> low = ByteLanes128.Lookup(table, ByteLanes128.LowHalves(both));
            Vector128<byte> high = ByteLanes128.Lookup(table, ByteLanes128.HighHalves(both));
            even = ByteLanes128.AddWords(even, ByteLanes128.EvenBytes(low));
            odd = ByteLanes128.AddWords(odd, ByteLanes128.OddBytes(low));
            evenHigh = ByteLanes128.AddWords(evenHigh, ByteLanes128.EvenBytes(high));
            oddHigh = ByteLanes128.AddWords(oddHigh, ByteLanes128.OddBytes(high));
        }

        StoreWords(even, sums);
        StoreWords(odd, sums + 8);
        StoreWords(evenHigh, sums + 16);
        StoreWords(oddHigh, sums + 24);
    }

    private static void StoreWords(Vector128<byte> words, int* sums)
    {
        Vector128.WidenLower(words.AsUInt16()).AsInt32().Store(sums);
        Vector128.WidenUpper(words.AsUInt16()).AsInt32().Store(sums + 4);
    }
}
