using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>Encoding. Division, product and truncation are single IEEE operations, so every body gives the same codes.</summary>
internal static unsafe partial class ScalarCode
{
    /// <summary>Components [from, d) of one vector, one at a time.</summary>
    internal static void EncodeScalar(float* x, int from, int d, float* vmin, float* vdiff, byte* code)
    {
        for (int k = from; k < d; k++)
        {
            float scaled = vdiff[k] != 0 ? (x[k] - vmin[k]) / vdiff[k] : 0;
            code[k] = scaled > 0 ? (byte)(255 * (scaled > 1 ? 1 : scaled)) : (byte)0;
        }
    }

    /// <summary>Sixteen components at a time; returns how many were encoded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int EncodeRow128(float* x, int d, float* vmin, float* vdiff, byte* code)
    {
        int k = 0;
        for (; k <= d - 16; k += 16)
        {
            Vector128<short> low = Vector128.Narrow(Encode4(x + k, vmin + k, vdiff + k), Encode4(x + k + 4, vmin + k + 4, vdiff + k + 4));
            Vector128<short> high = Vector128.Narrow(Encode4(x + k + 8, vmin + k + 8, vdiff + k + 8), Encode4(x + k + 12, vmin + k + 12, vdiff + k + 12));
            Vector128.Narrow(low.AsUInt16(), high.AsUInt16()).Store(code + k);
        }

        return k;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Encode4(float* x, float* vmin, float* vdiff)
    {
        Vector128<float> range = Vector128.Load(vdiff);
        Vector128<float> scaled = (Vector128.Load(x) - Vector128.Load(vmin)) / range;
        // NaN and an empty range are not above zero.
        Vector128<float> positive = Vector128.GreaterThan(scaled, Vector128<float>.Zero) & ~Vector128.Equals(range, Vector128<float>.Zero);
        scaled = Vector128.MinNative(Vector128.ConditionalSelect(positive, scaled, Vector128<float>.Zero), Vector128<float>.One);
        return Vector128.ConvertToInt32Native(scaled * Vector128.Create(255f));
    }
}
