using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>The bodies. A body needs d ≥ the width of its lanes.</summary>
internal static unsafe partial class ScalarCode
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void DecodeBody<TLanes, TVector>(byte* codes, long n, int d, float* vmin, float* vdiff, float* x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int width = TLanes.Width;
        TVector scale = TLanes.Broadcast(1f / 255);
        TVector half = TLanes.Broadcast(0.5f);
        for (long i = 0; i < n; i++, codes += d, x += d)
        {
            for (int k = 0; k < d; k += width)
            {
                // The last vector overlaps the one before and writes the same values again.
                int at = Math.Min(k, d - width);
                TVector position = TLanes.Multiply(TLanes.Add(TLanes.LoadBytes(codes + at), half), scale);
                TLanes.Store(TLanes.MultiplyAdd(position, TLanes.Load(vdiff + at), TLanes.Load(vmin + at)), x + at);
            }
        }
    }

    /// <summary>One query against n codes: four codes share each load of the query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ToCodesBody<TLanes, TVector>(
        float* offsets, float* steps, float constant, byte* codes, long n, int d, Metric metric, float* results)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        long i = 0;
        if (metric == Metric.L2)
        {
            for (; i <= n - 4; i += 4)
                FourCodes<TLanes, TVector, DecodedL2>(offsets, steps, codes + (i * d), d, d, 0, results + i);
            for (; i < n; i++)
                OneCode<TLanes, TVector, DecodedL2>(offsets, steps, codes + (i * d), d, 0, results + i);
        }
        else
        {
            for (; i <= n - 4; i += 4)
                FourCodes<TLanes, TVector, DecodedProduct>(offsets, steps, codes + (i * d), d, d, constant, results + i);
            for (; i < n; i++)
                OneCode<TLanes, TVector, DecodedProduct>(offsets, steps, codes + (i * d), d, constant, results + i);
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
    private static void FourCodes<TLanes, TVector, TTerm>(
        float* offsets, float* steps, byte* code0, long stride, int d, float constant, float* results)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, IDecodedTerm
    {
        int width = TLanes.Width;
        byte* code1 = code0 + stride, code2 = code1 + stride, code3 = code2 + stride;
        TVector all = TLanes.LastLanes(width);
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
        int k = 0;
        for (; k <= d - width; k += width)
        {
            TVector offset = TLanes.Load(offsets + k), step = TLanes.Load(steps + k);
            s0 = TTerm.Accumulate<TLanes, TVector>(TLanes.LoadBytes(code0 + k), offset, step, all, s0);
            s1 = TTerm.Accumulate<TLanes, TVector>(TLanes.LoadBytes(code1 + k), offset, step, all, s1);
            s2 = TTerm.Accumulate<TLanes, TVector>(TLanes.LoadBytes(code2 + k), offset, step, all, s2);
            s3 = TTerm.Accumulate<TLanes, TVector>(TLanes.LoadBytes(code3 + k), offset, step, all, s3);
        }

        if (k < d)
        {
            // The last vector overlaps the one before; lanes that were counted already are masked out.
            TVector mask = TLanes.LastLanes(d - k);
            int last = d - width;
            TVector offset = TLanes.Load(offsets + last), step = TLanes.Load(steps + last);
            s0 = TTerm.Accumulate<TLanes, TVector>(TLanes.LoadBytes(code0 + last), offset, step, mask, s0);
            s1 = TTerm.Accumulate<TLanes, TVector>(TLanes.LoadBytes(code1 + last), offset, step, mask, s1);
            s2 = TTerm.Accumulate<TLanes, TVector>(TLanes.LoadBytes(code2 + last), offset, step, mask, s2);
            s3 = TTerm.Accumulate<TLanes, TVector>(TLanes.LoadBytes(code3 + last), offset, step, mask, s3);
        }

        results[0] = constant + TLanes.Sum(s0);
        results[1] = constant + TLanes.Sum(s1);
        results[2] = constant + TLanes.Sum(s2);
        results[3] = constant + TLanes.Sum(s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneCode<TLanes, TVector, TTerm>(float* offsets, float* steps, byte* code, int d, float constant, float* result)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, IDecodedTerm
    {
        int width = TLanes.Width;
        TVector sum = TLanes.Zero;
        int k = 0;
        for (; k <= d - width; k += width)
        {
            sum = TTerm.Accumulate<TLanes, TVector>(
                TLanes.LoadBytes(code + k), TLanes.Load(offsets + k), TLanes.Load(steps + k), TLanes.LastLanes(width), sum);
        }

        if (k < d)
        {
            int last = d - width;
            sum = TTerm.Accumulate<TLanes, TVector>(
                TLanes.LoadBytes(code + last), TLanes.Load(offsets + last), TLanes.Load(steps + last), TLanes.LastLanes(d - k), sum);
        }

        *result = constant + TLanes.Sum(sum);
    }
}
