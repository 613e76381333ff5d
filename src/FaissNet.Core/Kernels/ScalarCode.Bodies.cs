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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ToCodesBody<TLanes, TVector>(
        float* offsets, float* steps, float constant, byte* codes, long n, int d, Metric metric, float* results)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (metric == Metric.L2)
        {
            for (long i = 0; i < n; i++)
                results[i] = OneL2<TLanes, TVector>(offsets, steps, codes + (i * d), d);
        }
        else
        {
            for (long i = 0; i < n; i++)
                results[i] = constant + OneProduct<TLanes, TVector>(steps, codes + (i * d), d);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float OneL2<TLanes, TVector>(float* offsets, float* steps, byte* code, int d)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int width = TLanes.Width;
        TVector sum = TLanes.Zero;
        int k = 0;
        for (; k <= d - width; k += width)
        {
            TVector difference = TLanes.MultiplyAdd(TLanes.Load(steps + k), TLanes.LoadBytes(code + k), TLanes.Load(offsets + k));
            sum = TLanes.MultiplyAdd(difference, difference, sum);
        }

        if (k < d)
        {
            int last = d - width;
            TVector difference = TLanes.MultiplyAdd(TLanes.Load(steps + last), TLanes.LoadBytes(code + last), TLanes.Load(offsets + last));
            difference = TLanes.And(difference, TLanes.LastLanes(d - k));
            sum = TLanes.MultiplyAdd(difference, difference, sum);
        }

        return TLanes.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float OneProduct<TLanes, TVector>(float* steps, byte* code, int d)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int width = TLanes.Width;
        TVector sum = TLanes.Zero;
        int k = 0;
        for (; k <= d - width; k += width)
            sum = TLanes.MultiplyAdd(TLanes.Load(steps + k), TLanes.LoadBytes(code + k), sum);
        if (k < d)
        {
            TVector codes = TLanes.And(TLanes.LoadBytes(code + d - width), TLanes.LastLanes(d - k));
            sum = TLanes.MultiplyAdd(TLanes.Load(steps + d - width), codes, sum);
        }

        return TLanes.Sum(sum);
    }
}
