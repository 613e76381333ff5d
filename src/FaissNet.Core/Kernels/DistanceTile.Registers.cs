using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>
/// The register tiles: 6 rows × 4 vectors fill 24 of 32 registers with accumulators, 6 × 2 fill 12 of 16. Widths are powers of two, so that
/// 256 centroids or a power-of-two number of lists leave no half-empty block. They call nothing that is not inlined: a call
/// would make the compiler keep the accumulators in memory.
/// </summary>
internal static unsafe partial class DistanceTile
{
    /// <summary>6 rows against 4 vectors of packed columns, all accumulators in registers; a missing row is a repeated one whose result is not taken.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void SixByFour<TLanes, TVector, TSink>(
        float* x, long stride, int count, float* block, int d, float* start, long row, long column, ref TSink sink)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TSink : struct, ITileSink<TLanes, TVector>
    {
        int width = TLanes.Width;
        float* x1 = count > 1 ? x + (1 * stride) : x;
        float* x2 = count > 2 ? x + (2 * stride) : x;
        float* x3 = count > 3 ? x + (3 * stride) : x;
        float* x4 = count > 4 ? x + (4 * stride) : x;
        float* x5 = count > 5 ? x + (5 * stride) : x;
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
        if (TSink.StartsAtBias)
        {
            s0 = TLanes.Load(start);
            s1 = TLanes.Load(start + width);
            s2 = TLanes.Load(start + (2 * width));
            s3 = TLanes.Load(start + (3 * width));
        }

        TVector c00 = s0, c01 = s1, c02 = s2, c03 = s3;
        TVector c10 = s0, c11 = s1, c12 = s2, c13 = s3;
        TVector c20 = s0, c21 = s1, c22 = s2, c23 = s3;
        TVector c30 = s0, c31 = s1, c32 = s2, c33 = s3;
        TVector c40 = s0, c41 = s1, c42 = s2, c43 = s3;
        TVector c50 = s0, c51 = s1, c52 = s2, c53 = s3;
        for (long k = 0; k < d; k++)
        {
            TVector y0 = TLanes.Load(block);
            TVector y1 = TLanes.Load(block + width);
            TVector y2 = TLanes.Load(block + (2 * width));
            TVector y3 = TLanes.Load(block + (3 * width));
            TVector b = TLanes.Broadcast(x[k]);
            c00 = TLanes.MultiplyAdd(b, y0, c00);
            c01 = TLanes.MultiplyAdd(b, y1, c01);
            c02 = TLanes.MultiplyAdd(b, y2, c02);
            c03 = TLanes.MultiplyAdd(b, y3, c03);
            b = TLanes.Broadcast(x1[k]);
            c10 = TLanes.MultiplyAdd(b, y0, c10);
            c11 = TLanes.MultiplyAdd(b, y1, c11);
            c12 = TLanes.MultiplyAdd(b, y2, c12);
            c13 = TLanes.MultiplyAdd(b, y3, c13);
            b = TLanes.Broadcast(x2[k]);
            c20 = TLanes.MultiplyAdd(b, y0, c20);
            c21 = TLanes.MultiplyAdd(b, y1, c21);
            c22 = TLanes.MultiplyAdd(b, y2, c22);
            c23 = TLanes.MultiplyAdd(b, y3, c23);
            b = TLanes.Broadcast(x3[k]);
            c30 = TLanes.MultiplyAdd(b, y0, c30);
            c31 = TLanes.MultiplyAdd(b, y1, c31);
            c32 = TLanes.MultiplyAdd(b, y2, c32);
            c33 = TLanes.MultiplyAdd(b, y3, c33);
            b = TLanes.Broadcast(x4[k]);
            c40 = TLanes.MultiplyAdd(b, y0, c40);
            c41 = TLanes.MultiplyAdd(b, y1, c41);
            c42 = TLanes.MultiplyAdd(b, y2, c42);
            c43 = TLanes.MultiplyAdd(b, y3, c43);
            b = TLanes.Broadcast(x5[k]);
            c50 = TLanes.MultiplyAdd(b, y0, c50);
            c51 = TLanes.MultiplyAdd(b, y1, c51);
            c52 = TLanes.MultiplyAdd(b, y2, c52);
            c53 = TLanes.MultiplyAdd(b, y3, c53);
            block += 4 * width;
        }

        sink.Accept4(row, 0, column, c00, c01, c02, c03);
        if (count > 1)
            sink.Accept4(row, 1, column, c10, c11, c12, c13);
        if (count > 2)
            sink.Accept4(row, 2, column, c20, c21, c22, c23);
        if (count > 3)
            sink.Accept4(row, 3, column, c30, c31, c32, c33);
        if (count > 4)
            sink.Accept4(row, 4, column, c40, c41, c42, c43);
        if (count > 5)
            sink.Accept4(row, 5, column, c50, c51, c52, c53);
    }

    /// <summary>6 rows against 2 vectors of packed columns, all accumulators in registers; a missing row is a repeated one whose result is not taken.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void SixByTwo<TLanes, TVector, TSink>(
        float* x, long stride, int count, float* block, int d, float* start, long row, long column, ref TSink sink)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TSink : struct, ITileSink<TLanes, TVector>
    {
        int width = TLanes.Width;
        float* x1 = count > 1 ? x + (1 * stride) : x;
        float* x2 = count > 2 ? x + (2 * stride) : x;
        float* x3 = count > 3 ? x + (3 * stride) : x;
        float* x4 = count > 4 ? x + (4 * stride) : x;
        float* x5 = count > 5 ? x + (5 * stride) : x;
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero;
        if (TSink.StartsAtBias)
        {
            s0 = TLanes.Load(start);
            s1 = TLanes.Load(start + width);
        }

        TVector c00 = s0, c01 = s1;
        TVector c10 = s0, c11 = s1;
        TVector c20 = s0, c21 = s1;
        TVector c30 = s0, c31 = s1;
        TVector c40 = s0, c41 = s1;
        TVector c50 = s0, c51 = s1;
        for (long k = 0; k < d; k++)
        {
            TVector y0 = TLanes.Load(block);
            TVector y1 = TLanes.Load(block + width);
            TVector b = TLanes.Broadcast(x[k]);
            c00 = TLanes.MultiplyAdd(b, y0, c00);
            c01 = TLanes.MultiplyAdd(b, y1, c01);
            b = TLanes.Broadcast(x1[k]);
            c10 = TLanes.MultiplyAdd(b, y0, c10);
            c11 = TLanes.MultiplyAdd(b, y1, c11);
            b = TLanes.Broadcast(x2[k]);
            c20 = TLanes.MultiplyAdd(b, y0, c20);
            c21 = TLanes.MultiplyAdd(b, y1, c21);
            b = TLanes.Broadcast(x3[k]);
            c30 = TLanes.MultiplyAdd(b, y0, c30);
            c31 = TLanes.MultiplyAdd(b, y1, c31);
            b = TLanes.Broadcast(x4[k]);
            c40 = TLanes.MultiplyAdd(b, y0, c40);
            c41 = TLanes.MultiplyAdd(b, y1, c41);
            b = TLanes.Broadcast(x5[k]);
            c50 = TLanes.MultiplyAdd(b, y0, c50);
            c51 = TLanes.MultiplyAdd(b, y1, c51);
            block += 2 * width;
        }

        sink.Accept2(row, 0, column, c00, c01);
        if (count > 1)
            sink.Accept2(row, 1, column, c10, c11);
        if (count > 2)
            sink.Accept2(row, 2, column, c20, c21);
        if (count > 3)
            sink.Accept2(row, 3, column, c30, c31);
        if (count > 4)
            sink.Accept2(row, 4, column, c40, c41);
        if (count > 5)
            sink.Accept2(row, 5, column, c50, c51);
    }

    /// <summary>1 row against 4 vectors of packed columns, all accumulators in registers; for what no group of six rows covers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void OneByFour<TLanes, TVector, TSink>(
        float* x, long stride, int count, float* block, int d, float* start, long row, long column, ref TSink sink)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TSink : struct, ITileSink<TLanes, TVector>
    {
        int width = TLanes.Width;
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
        if (TSink.StartsAtBias)
        {
            s0 = TLanes.Load(start);
            s1 = TLanes.Load(start + width);
            s2 = TLanes.Load(start + (2 * width));
            s3 = TLanes.Load(start + (3 * width));
        }

        TVector c00 = s0, c01 = s1, c02 = s2, c03 = s3;
        for (long k = 0; k < d; k++)
        {
            TVector y0 = TLanes.Load(block);
            TVector y1 = TLanes.Load(block + width);
            TVector y2 = TLanes.Load(block + (2 * width));
            TVector y3 = TLanes.Load(block + (3 * width));
            TVector b = TLanes.Broadcast(x[k]);
            c00 = TLanes.MultiplyAdd(b, y0, c00);
            c01 = TLanes.MultiplyAdd(b, y1, c01);
            c02 = TLanes.MultiplyAdd(b, y2, c02);
            c03 = TLanes.MultiplyAdd(b, y3, c03);
            block += 4 * width;
        }

        sink.Accept4(row, 0, column, c00, c01, c02, c03);
    }

    /// <summary>1 row against 2 vectors of packed columns, all accumulators in registers; for what no group of six rows covers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void OneByTwo<TLanes, TVector, TSink>(
        float* x, long stride, int count, float* block, int d, float* start, long row, long column, ref TSink sink)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TSink : struct, ITileSink<TLanes, TVector>
    {
        int width = TLanes.Width;
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero;
        if (TSink.StartsAtBias)
        {
            s0 = TLanes.Load(start);
            s1 = TLanes.Load(start + width);
        }

        TVector c00 = s0, c01 = s1;
        for (long k = 0; k < d; k++)
        {
            TVector y0 = TLanes.Load(block);
            TVector y1 = TLanes.Load(block + width);
            TVector b = TLanes.Broadcast(x[k]);
            c00 = TLanes.MultiplyAdd(b, y0, c00);
            c01 = TLanes.MultiplyAdd(b, y1, c01);
            block += 2 * width;
        }

        sink.Accept2(row, 0, column, c00, c01);
    }
}
