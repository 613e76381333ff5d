using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>
/// The transposition. A vector takes four components of every fourth row, so that transposing 4 × 4 inside each 128 bits brings all
/// rows of the group in order.
/// </summary>
internal sealed unsafe partial class PackedPanel
{
    /// <summary>Transposes <paramref name="count"/> rows into one block and zeroes its padding.</summary>
    private static void Interleave(float* rows, long stride, int count, int d, float* block, int width, SimdTier tier)
    {
        int done = 0;
        if (tier == SimdTier.Vector512 && Avx512F.IsSupported)
        {
            for (; done <= count - 16; done += 16)
                Interleave16(rows + (done * stride), stride, d, block + done, width);
        }
        else if (tier == SimdTier.Vector256 && Avx.IsSupported)
        {
            for (; done <= count - 8; done += 8)
                Interleave8(rows + (done * stride), stride, d, block + done, width);
        }
        else if (tier != SimdTier.Scalar && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            for (; done <= count - 4; done += 4)
                Interleave4(rows + (done * stride), stride, d, block + done, width);
        }

        for (; done < width; done++)
            InterleaveScalar(rows + (done * stride), done < count, 0, d, block + done, width);
    }

    private static void InterleaveScalar(float* row, bool present, int from, int d, float* column, int width)
    {
        for (int k = from; k < d; k++)
            column[(long)k * width] = present ? row[k] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Interleave16(float* rows, long stride, int d, float* block, int width)
    {
        int k = 0;
        float* target = block;
        for (; k <= d - 4; k += 4, target += 4 * width)
        {
            Vector512<float> a = EveryFourth512(rows + k, stride), b = EveryFourth512(rows + stride + k, stride);
            Vector512<float> c = EveryFourth512(rows + (2 * stride) + k, stride), e = EveryFourth512(rows + (3 * stride) + k, stride);
            Vector512<double> ab = Avx512F.UnpackLow(a, b).AsDouble(), ab2 = Avx512F.UnpackHigh(a, b).AsDouble();
            Vector512<double> ce = Avx512F.UnpackLow(c, e).AsDouble(), ce2 = Avx512F.UnpackHigh(c, e).AsDouble();
            Avx512F.UnpackLow(ab, ce).AsSingle().Store(target);
            Avx512F.UnpackHigh(ab, ce).AsSingle().Store(target + width);
            Avx512F.UnpackLow(ab2, ce2).AsSingle().Store(target + (2 * width));
            Avx512F.UnpackHigh(ab2, ce2).AsSingle().Store(target + (3 * width));
        }

        for (int j = 0; j < 16; j++)
            InterleaveScalar(rows + (j * stride), true, k, d, block + j, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> EveryFourth512(float* row, long stride)
    {
        Vector256<float> low = EveryFourth256(row, stride);
        return Vector512.Create(low, EveryFourth256(row + (8 * stride), stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> EveryFourth256(float* row, long stride) =>
        Vector256.Create(Vector128.Load(row), Vector128.Load(row + (4 * stride)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Interleave8(float* rows, long stride, int d, float* block, int width)
    {
        int k = 0;
        float* target = block;
        for (; k <= d - 4; k += 4, target += 4 * width)
        {
            Vector256<float> a = EveryFourth256(rows + k, stride), b = EveryFourth256(rows + stride + k, stride);
            Vector256<float> c = EveryFourth256(rows + (2 * stride) + k, stride), e = EveryFourth256(rows + (3 * stride) + k, stride);
            Vector256<double> ab = Avx.UnpackLow(a, b).AsDouble(), ab2 = Avx.UnpackHigh(a, b).AsDouble();
            Vector256<double> ce = Avx.UnpackLow(c, e).AsDouble(), ce2 = Avx.UnpackHigh(c, e).AsDouble();
            Avx.UnpackLow(ab, ce).AsSingle().Store(target);
            Avx.UnpackHigh(ab, ce).AsSingle().Store(target + width);
            Avx.UnpackLow(ab2, ce2).AsSingle().Store(target + (2 * width));
            Avx.UnpackHigh(ab2, ce2).AsSingle().Store(target + (3 * width));
        }

        for (int j = 0; j < 8; j++)
            InterleaveScalar(rows + (j * stride), true, k, d, block + j, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Interleave4(float* rows, long stride, int d, float* block, int width)
    {
        int k = 0;
        float* target = block;
        for (; k <= d - 4; k += 4, target += 4 * width)
        {
            Vector128<float> a = Vector128.Load(rows + k), b = Vector128.Load(rows + stride + k);
            Vector128<float> c = Vector128.Load(rows + (2 * stride) + k), e = Vector128.Load(rows + (3 * stride) + k);
            Vector128<float> ab = ZipLow(a, b), ab2 = ZipHigh(a, b), ce = ZipLow(c, e), ce2 = ZipHigh(c, e);
            Vector128.Create(ab.GetLower(), ce.GetLower()).Store(target);
            Vector128.Create(ab.GetUpper(), ce.GetUpper()).Store(target + width);
            Vector128.Create(ab2.GetLower(), ce2.GetLower()).Store(target + (2 * width));
            Vector128.Create(ab2.GetUpper(), ce2.GetUpper()).Store(target + (3 * width));
        }

        for (int j = 0; j < 4; j++)
            InterleaveScalar(rows + (j * stride), true, k, d, block + j, width);
    }

    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    /// <summary>The squared norms of all blocks, the padding's included; the sums have the order of the tile's products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void NormsBody<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int width = Width;
        int lanes = TLanes.Width;
        for (long b = 0; b < BlockCount; b++)
        {
            for (int j = 0; j < width; j += 2 * lanes)
            {
                TVector first = TLanes.Zero, second = TLanes.Zero;
                float* component = Block(b) + j;
                for (int k = 0; k < Dimension; k++, component += width)
                {
                    TVector x = TLanes.Load(component), y = TLanes.Load(component + lanes);
                    first = TLanes.MultiplyAdd(x, x, first);
                    second = TLanes.MultiplyAdd(y, y, second);
                }

                float* norms = _norms.Pointer + (b * width) + j;
                TLanes.Store(first, norms);
                TLanes.Store(second, norms + lanes);
            }
        }
    }
}
