using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>The bodies. A body needs at least as many whole groups of components as its lanes are wide.</summary>
internal static unsafe partial class ScalarCode
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void DecodeBody<TCode, TLanes, TVector>(in ScalarCodeView view, byte* codes, long n, float* x)
        where TCode : struct, IScalarCode
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int width = TLanes.Width, d = view.Dimension, codeSize = view.CodeSize, whole = Whole<TCode>(d);
        float* lows = view.Lows, steps = view.Steps;
        for (long i = 0; i < n; i++, codes += codeSize, x += d)
        {
            for (int k = 0; k < whole; k += width)
            {
                // The last vector overlaps the one before and writes the same values again.
                int at = Math.Min(k, whole - width);
                TVector number = TCode.Load<TLanes, TVector>(codes, at);
                TLanes.Store(TLanes.MultiplyAdd(number, TLanes.Load(steps + at), TLanes.Load(lows + at)), x + at);
            }
            for (int k = whole; k < d; k++)
                x[k] = ScalarLanes.MultiplyAdd(TCode.Load<ScalarLanes, float>(codes, k), steps[k], lows[k]);
        }
    }

    /// <summary>One query against n codes: four codes share each load of the query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ToCodesBody<TCode, TLanes, TVector>(
        in ScalarCodeView view, in PreparedQuery query, byte* codes, long n, Metric metric, float* results)
        where TCode : struct, IScalarCode
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int size = view.CodeSize, d = view.Dimension;
        long i = 0;
        if (metric == Metric.L2)
        {
            for (; i <= n - 4; i += 4)
                FourCodes<TCode, TLanes, TVector, DecodedL2>(query, codes + (i * size), size, d, results + i);
            for (; i < n; i++)
                OneCode<TCode, TLanes, TVector, DecodedL2>(query, codes + (i * size), d, results + i);
        }
        else
        {
            for (; i <= n - 4; i += 4)
                FourCodes<TCode, TLanes, TVector, DecodedProduct>(query, codes + (i * size), size, d, results + i);
            for (; i < n; i++)
                OneCode<TCode, TLanes, TVector, DecodedProduct>(query, codes + (i * size), d, results + i);
        }
    }

    /// <summary>What one code component adds to a sum, given what <see cref="Prepare"/> made of the query.</summary>
    private interface IDecodedTerm
    {
        static abstract TVector Accumulate<TLanes, TVector>(TVector code, TVector offset, TVector step, TVector mask, TVector sum)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct;
    }

    private readonly struct DecodedL2 : IDecodedTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Accumulate<TLanes, TVector>(TVector code, TVector offset, TVector step, TVector mask, TVector sum)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            TVector difference = TLanes.MultiplyAdd(step, code, offset);
            return TLanes.MultiplyAdd(difference, TLanes.And(difference, mask), sum);
        }
    }

    private readonly struct DecodedProduct : IDecodedTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Accumulate<TLanes, TVector>(TVector code, TVector offset, TVector step, TVector mask, TVector sum)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct => TLanes.MultiplyAdd(TLanes.And(step, mask), code, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourCodes<TCode, TLanes, TVector, TTerm>(in PreparedQuery query, byte* code0, long stride, int d, float* results)
        where TCode : struct, IScalarCode
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, IDecodedTerm
    {
        int width = TLanes.Width, whole = Whole<TCode>(d);
        float* offsets = query.Offsets, steps = query.Steps;
        byte* code1 = code0 + stride, code2 = code1 + stride, code3 = code2 + stride;
        TVector all = TLanes.LastLanes(width);
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
        int k = 0;
        for (; k <= whole - width; k += width)
        {
            TVector offset = TLanes.Load(offsets + k), step = TLanes.Load(steps + k);
            s0 = TTerm.Accumulate<TLanes, TVector>(TCode.Load<TLanes, TVector>(code0, k), offset, step, all, s0);
            s1 = TTerm.Accumulate<TLanes, TVector>(TCode.Load<TLanes, TVector>(code1, k), offset, step, all, s1);
            s2 = TTerm.Accumulate<TLanes, TVector>(TCode.Load<TLanes, TVector>(code2, k), offset, step, all, s2);
            s3 = TTerm.Accumulate<TLanes, TVector>(TCode.Load<TLanes, TVector>(code3, k), offset, step, all, s3);
        }

        if (k < whole)
        {
            // The last vector overlaps the one before; lanes that were counted already are masked out.
            TVector mask = TLanes.LastLanes(whole - k);
            int last = whole - width;
            TVector offset = TLanes.Load(offsets + last), step = TLanes.Load(steps + last);
            s0 = TTerm.Accumulate<TLanes, TVector>(TCode.Load<TLanes, TVector>(code0, last), offset, step, mask, s0);
            s1 = TTerm.Accumulate<TLanes, TVector>(TCode.Load<TLanes, TVector>(code1, last), offset, step, mask, s1);
            s2 = TTerm.Accumulate<TLanes, TVector>(TCode.Load<TLanes, TVector>(code2, last), offset, step, mask, s2);
            s3 = TTerm.Accumulate<TLanes, TVector>(TCode.Load<TLanes, TVector>(code3, last), offset, step, mask, s3);
        }

        results[0] = Rest<TCode, TTerm>(query, code0, whole, d) + TLanes.Sum(s0);
        results[1] = Rest<TCode, TTerm>(query, code1, whole, d) + TLanes.Sum(s1);
        results[2] = Rest<TCode, TTerm>(query, code2, whole, d) + TLanes.Sum(s2);
        results[3] = Rest<TCode, TTerm>(query, code3, whole, d) + TLanes.Sum(s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneCode<TCode, TLanes, TVector, TTerm>(in PreparedQuery query, byte* code, int d, float* result)
        where TCode : struct, IScalarCode
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, IDecodedTerm
    {
        int width = TLanes.Width, whole = Whole<TCode>(d);
        float* offsets = query.Offsets, steps = query.Steps;
        TVector sum = TLanes.Zero;
        int k = 0;
        for (; k <= whole - width; k += width)
        {
            sum = TTerm.Accumulate<TLanes, TVector>(
                TCode.Load<TLanes, TVector>(code, k), TLanes.Load(offsets + k), TLanes.Load(steps + k), TLanes.LastLanes(width), sum);
        }

        if (k < whole)
        {
            int last = whole - width;
            sum = TTerm.Accumulate<TLanes, TVector>(
                TCode.Load<TLanes, TVector>(code, last), TLanes.Load(offsets + last), TLanes.Load(steps + last), TLanes.LastLanes(whole - k), sum);
        }

        *result = Rest<TCode, TTerm>(query, code, whole, d) + TLanes.Sum(sum);
    }

    /// <summary>What every result begins with, and the components behind the whole groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Rest<TCode, TTerm>(in PreparedQuery query, byte* code, int whole, int d)
        where TCode : struct, IScalarCode
        where TTerm : struct, IDecodedTerm
    {
        float sum = query.Constant;
        for (int k = whole; k < d; k++)
        {
            sum = TTerm.Accumulate<ScalarLanes, float>(
                TCode.Load<ScalarLanes, float>(code, k), query.Offsets[k], query.Steps[k], ScalarLanes.LastLanes(1), sum);
        }
        return sum;
    }
}
