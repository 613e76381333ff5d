using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>Scanning with the float table alone.</summary>
internal unsafe partial struct PqBlockScanner<TOrder>
{
    /// <summary>Every row is scored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal readonly void ScanPlain(byte* blocks, long from, long to, float bias, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        for (long row = from; row < to; row += CodeBlocks.BlockRows)
        {
            int count = (int)Math.Min(CodeBlocks.BlockRows, to - row);
            PlainBlock(blocks + (row * _m), row, count, bias, ids, heapScores, heapIds, k);
        }
    }

    /// <summary>One block; eight rows at a time, so that eight codes come with one load and eight sums run beside one another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void PlainBlock(byte* block, long row, int count, float bias, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        float* scores = stackalloc float[8];
        for (int i = 0; i < count; i += 8)
        {
            if (!EightScores(block + i, bias, heapScores[0], scores))
                continue;
            for (int j = 0; j < Math.Min(8, count - i); j++)
            {
                if (TOrder.IsBetter(scores[j], heapScores[0]) && ids.TryGet(row + i + j, out long id))
                    TopKHeap.ReplaceTop<TOrder, float>(heapScores, heapIds, k, scores[j], id);
            }
        }
    }

    /// <summary>
    /// The scores of eight neighbouring rows, summed in the order of <see cref="PqScan.Score8"/>. False when it shows half-way that none of them,
    /// even with the best entries from there on, comes up to <paramref name="worst"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly bool EightScores(byte* codes, float bias, float worst, float* scores)
    {
        float s0 = bias, s1 = bias, s2 = bias, s3 = bias, s4 = bias, s5 = bias, s6 = bias, s7 = bias;
        float* table = _table;
        int m = 0;
        for (int grouped = _m % 4 == 0 ? _m : 0; m < grouped;)
        {
            ulong a = *(ulong*)codes, b = *(ulong*)(codes + 64), c = *(ulong*)(codes + 128), e = *(ulong*)(codes + 192);
            s0 += Group(table, ref a, ref b, ref c, ref e);
            s1 += Group(table, ref a, ref b, ref c, ref e);
            s2 += Group(table, ref a, ref b, ref c, ref e);
            s3 += Group(table, ref a, ref b, ref c, ref e);
            s4 += Group(table, ref a, ref b, ref c, ref e);
            s5 += Group(table, ref a, ref b, ref c, ref e);
            s6 += Group(table, ref a, ref b, ref c, ref e);
            s7 += Group(table, ref a, ref b, ref c, ref e);
            m += 4;
            codes += 256;
            table += 1024;
            if (m == _checkpoint && CannotEnter(Vector128.Create(s0, s1, s2, s3), Vector128.Create(s4, s5, s6, s7), bias, worst))
                return false;
        }

        while (m < _m)
        {
            ulong c = *(ulong*)codes;
            s0 += table[(byte)(c)];
            s1 += table[(byte)(c >> 8)];
            s2 += table[(byte)(c >> 16)];
            s3 += table[(byte)(c >> 24)];
            s4 += table[(byte)(c >> 32)];
            s5 += table[(byte)(c >> 40)];
            s6 += table[(byte)(c >> 48)];
            s7 += table[(byte)(c >> 56)];
            m++;
            codes += 64;
            table += 256;
            if (m == _checkpoint && CannotEnter(Vector128.Create(s0, s1, s2, s3), Vector128.Create(s4, s5, s6, s7), bias, worst))
                return false;
        }

        Vector128.Create(s0, s1, s2, s3).Store(scores);
        Vector128.Create(s4, s5, s6, s7).Store(scores + 4);
        return true;
    }

    /// <summary>Four entries of the row whose codes are in the lowest bytes; shifts the next row's there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Group(float* table, ref ulong a, ref ulong b, ref ulong c, ref ulong e)
    {
        float sum = table[(byte)a] + table[256 + (byte)b];
        sum += table[512 + (byte)c];
        sum += table[768 + (byte)e];
        a >>= 8;
        b >>= 8;
        c >>= 8;
        e >>= 8;
        return sum;
    }

    /// <summary>Whether all partial scores, with the best of what is to come, are certain to miss <paramref name="worst"/>; false for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool CannotEnter(Vector128<float> low, Vector128<float> high, float bias, float worst)
    {
        float margin = Margin(bias, worst);
        if (IsL2)
        {
            Vector128<float> limit = Vector128.Create(worst - _bestFromCheckpoint + margin);
            return Vector128.GreaterThanAll(low, limit) && Vector128.GreaterThanAll(high, limit);
        }
        else
        {
            Vector128<float> limit = Vector128.Create(worst - _bestFromCheckpoint - margin);
            return Vector128.LessThanAll(low, limit) && Vector128.LessThanAll(high, limit);
        }
    }

    /// <summary>
    /// Finds the best entry of each row of the table (smallest, or largest for inner product) and the size of the numbers that a score adds;
    /// NaN is passed over.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Measure<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        _sumOfBest = 0;
        _bestFromCheckpoint = 0;
        _magnitude = 0;
        for (int m = 0; m < _m; m++)
        {
            float* entries = _table + (m * 256);
            TVector low = TLanes.Broadcast(-float.MaxValue), low2 = low, high = low, high2 = low;
            for (int j = 0; j < 256; j += 2 * TLanes.Width)
            {
                TVector first = TLanes.Load(entries + j), second = TLanes.Load(entries + j + TLanes.Width);
                high = TLanes.Select(TLanes.GreaterThan(first, high), first, high);
                high2 = TLanes.Select(TLanes.GreaterThan(second, high2), second, high2);
                first = TLanes.Subtract(TLanes.Zero, first);
                second = TLanes.Subtract(TLanes.Zero, second);
                low = TLanes.Select(TLanes.GreaterThan(first, low), first, low);
                low2 = TLanes.Select(TLanes.GreaterThan(second, low2), second, low2);
            }

            float largest = Math.Max(TLanes.MaxLane(high), TLanes.MaxLane(high2));
            float smallest = -Math.Max(TLanes.MaxLane(low), TLanes.MaxLane(low2));
            _best[m] = IsL2 ? smallest : largest;
            _sumOfBest += _best[m];
            _bestFromCheckpoint += m >= _checkpoint ? _best[m] : 0;
            _magnitude += Math.Max(Math.Abs(smallest), Math.Abs(largest));
        }
    }
}
