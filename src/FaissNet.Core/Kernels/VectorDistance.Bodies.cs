using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>The bodies, written once over <see cref="ILanes{TVector}"/>. A body needs d ≥ the width of its lanes.</summary>
internal static unsafe partial class VectorDistance
{
    /// <summary>What one pair of components adds to the sum.</summary>
    internal interface ITerm
    {
        /// <summary>sum + term(x, y).</summary>
        static abstract TVector Accumulate<TLanes, TVector>(TVector x, TVector y, TVector sum)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct;
    }

    /// <summary>(x − y)².</summary>
    internal readonly struct L2Term : ITerm
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Accumulate<TLanes, TVector>(TVector x, TVector y, TVector sum)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            TVector difference = TLanes.Subtract(x, y);
            return TLanes.MultiplyAdd(difference, difference, sum);
        }
    }

    /// <summary>x · y.</summary>
    internal readonly struct ProductTerm : ITerm
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Accumulate<TLanes, TVector>(TVector x, TVector y, TVector sum)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct => TLanes.MultiplyAdd(x, y, sum);
    }

    /// <summary>One pair: four accumulators hide the latency of the fused multiply-add.</summary>
    internal static float PairBody<TLanes, TVector, TTerm>(float* x, float* y, int d)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, ITerm
    {
        int width = TLanes.Width;
        TVector sum0 = TLanes.Zero, sum1 = TLanes.Zero, sum2 = TLanes.Zero, sum3 = TLanes.Zero;
        int i = 0;
        for (; i <= d - (4 * width); i += 4 * width)
        {
            sum0 = TTerm.Accumulate<TLanes, TVector>(TLanes.Load(x + i), TLanes.Load(y + i), sum0);
            sum1 = TTerm.Accumulate<TLanes, TVector>(TLanes.Load(x + i + width), TLanes.Load(y + i + width), sum1);
            sum2 = TTerm.Accumulate<TLanes, TVector>(TLanes.Load(x + i + (2 * width)), TLanes.Load(y + i + (2 * width)), sum2);
            sum3 = TTerm.Accumulate<TLanes, TVector>(TLanes.Load(x + i + (3 * width)), TLanes.Load(y + i + (3 * width)), sum3);
        }

        for (; i <= d - width; i += width)
            sum0 = TTerm.Accumulate<TLanes, TVector>(TLanes.Load(x + i), TLanes.Load(y + i), sum0);
        if (i < d)
        {
            // The last vector overlaps the one before; lanes that were counted already are masked out.
            TVector mask = TLanes.LastLanes(d - i);
            TVector lastX = TLanes.And(TLanes.Load(x + d - width), mask);
            TVector lastY = TLanes.And(TLanes.Load(y + d - width), mask);
            sum1 = TTerm.Accumulate<TLanes, TVector>(lastX, lastY, sum1);
        }

        return TLanes.Sum(TLanes.Add(TLanes.Add(sum0, sum1), TLanes.Add(sum2, sum3)));
    }

    /// <summary>One query against n rows: four rows share each load of the query, two accumulators each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void RowsBody<TLanes, TVector, TTerm>(float* query, float* rows, long n, int d, float* results)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, ITerm
    {
        long row = 0;
        for (; row <= n - 4; row += 4)
            FourRows<TLanes, TVector, TTerm>(query, rows + (row * d), d, results + row);
        for (; row < n; row++)
        {
            // The same sums as in a group of four: a row's distance must not depend on where it stands.
            OneRow<TLanes, TVector, TTerm>(query, rows + (row * d), d, results + row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRows<TLanes, TVector, TTerm>(float* query, float* row0, int d, float* results)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, ITerm
    {
        int width = TLanes.Width;
        float* row1 = row0 + d, row2 = row1 + d, row3 = row2 + d;
        TVector a0 = TLanes.Zero, a1 = TLanes.Zero, a2 = TLanes.Zero, a3 = TLanes.Zero;
        TVector b0 = TLanes.Zero, b1 = TLanes.Zero, b2 = TLanes.Zero, b3 = TLanes.Zero;
        int i = 0;
        for (; i <= d - (2 * width); i += 2 * width)
        {
            TVector q = TLanes.Load(query + i);
            a0 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(row0 + i), a0);
            a1 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(row1 + i), a1);
            a2 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(row2 + i), a2);
            a3 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(row3 + i), a3);
            q = TLanes.Load(query + i + width);
            b0 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(row0 + i + width), b0);
            b1 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(row1 + i + width), b1);
            b2 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(row2 + i + width), b2);
            b3 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(row3 + i + width), b3);
        }

        if (i <= d - width)
        {
            TVector q = TLanes.Load(query + i);
            a0 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(row0 + i), a0);
            a1 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(row1 + i), a1);
            a2 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(row2 + i), a2);
            a3 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(row3 + i), a3);
            i += width;
        }

        if (i < d)
        {
            TVector mask = TLanes.LastLanes(d - i);
            int last = d - width;
            TVector q = TLanes.And(TLanes.Load(query + last), mask);
            b0 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.And(TLanes.Load(row0 + last), mask), b0);
            b1 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.And(TLanes.Load(row1 + last), mask), b1);
            b2 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.And(TLanes.Load(row2 + last), mask), b2);
            b3 = TTerm.Accumulate<TLanes, TVector>(q, TLanes.And(TLanes.Load(row3 + last), mask), b3);
        }

        results[0] = TLanes.Sum(TLanes.Add(a0, b0));
        results[1] = TLanes.Sum(TLanes.Add(a1, b1));
        results[2] = TLanes.Sum(TLanes.Add(a2, b2));
        results[3] = TLanes.Sum(TLanes.Add(a3, b3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneRow<TLanes, TVector, TTerm>(float* query, float* row, int d, float* result)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, ITerm
    {
        int width = TLanes.Width;
        TVector a = TLanes.Zero, b = TLanes.Zero;
        int i = 0;
        for (; i <= d - (2 * width); i += 2 * width)
        {
            a = TTerm.Accumulate<TLanes, TVector>(TLanes.Load(query + i), TLanes.Load(row + i), a);
            b = TTerm.Accumulate<TLanes, TVector>(TLanes.Load(query + i + width), TLanes.Load(row + i + width), b);
        }

        if (i <= d - width)
        {
            a = TTerm.Accumulate<TLanes, TVector>(TLanes.Load(query + i), TLanes.Load(row + i), a);
            i += width;
        }

        if (i < d)
        {
            TVector mask = TLanes.LastLanes(d - i);
            TVector q = TLanes.And(TLanes.Load(query + d - width), mask);
            b = TTerm.Accumulate<TLanes, TVector>(q, TLanes.And(TLanes.Load(row + d - width), mask), b);
        }

        *result = TLanes.Sum(TLanes.Add(a, b));
    }
}
