using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// The product of a float query with the levels that sign and finer bits of a RaBitQ code stand for together: Σ zⱼ · ((sⱼ · 2^ex + eⱼ) − (2^ex − ½)).
/// </summary>
internal static unsafe class RaBitQProduct
{
    /// <summary>Values that arrays are padded to.</summary>
    public const int Padding = 16;

    /// <summary>The product.</summary>
    /// <param name="query">The values of the query, zero behind the last dimension up to a multiple of <see cref="Padding"/>.</param>
    /// <param name="signs">One byte per dimension, 0 or 1, as many as there are values.</param>
    /// <param name="levels">One byte per dimension, as many as there are values.</param>
    /// <param name="dimension">Dimensions.</param>
    /// <param name="bits">Bits of a level: ex.</param>
    public static float Of(float* query, byte* signs, byte* levels, int dimension, int bits)
    {
        int padded = (dimension + Padding - 1) / Padding * Padding;
        if (Simd.Has512)
            return Body<Lanes512, Vector512<float>>(query, signs, levels, padded, bits);
        if (Simd.Has256)
            return Body<Lanes256, Vector256<float>>(query, signs, levels, padded, bits);
        if (Simd.Has128)
            return Body<Lanes128, Vector128<float>>(query, signs, levels, padded, bits);
        return Body<ScalarLanes, float>(query, signs, levels, padded, bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Body<TLanes, TVector>(float* query, byte* signs, byte* levels, int padded, int bits)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector top = TLanes.Broadcast(1 << bits);
        TVector middle = TLanes.Broadcast(0.5f - (1 << bits));
        TVector sum = TLanes.Zero;
        for (int j = 0; j < padded; j += TLanes.Width)
        {
            // Whole numbers and halves below 2¹⁰: exact.
            TVector level = TLanes.Add(TLanes.Add(TLanes.Multiply(TLanes.LoadBytes(signs + j), top), TLanes.LoadBytes(levels + j)), middle);
            sum = TLanes.MultiplyAdd(TLanes.Load(query + j), level, sum);
        }
        return TLanes.Sum(sum);
    }
}
