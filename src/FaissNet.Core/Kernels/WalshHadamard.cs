using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// The Walsh–Hadamard transform of a vector in place, unscaled: x ← H·x, where the entry (i, j) of H is −1 to the number of bits that i and j have in
/// common. n·log n additions, eight at a time; the three steps inside a vector are shuffles.
/// </summary>
internal static class WalshHadamard
{
    /// <summary>Transforms a vector whose length is a power of two.</summary>
    public static void Transform(Span<float> x)
    {
        if (x.Length < Vector256<float>.Count || !Simd.Has128)
            TransformScalar(x);
        else
            TransformVectors(ref x[0], x.Length);
    }

    /// <summary>The specification: pairs at distance 1, 2, 4, … become their sum and their difference.</summary>
    internal static void TransformScalar(Span<float> x)
    {
        for (int distance = 1; distance < x.Length; distance *= 2)
        {
            for (int start = 0; start < x.Length; start += 2 * distance)
            {
                for (int i = start; i < start + distance; i++)
                    (x[i], x[i + distance]) = (x[i] + x[i + distance], x[i] - x[i + distance]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformVectors(ref float x, int length)
    {
        Vector256<float> one = Vector256.Create(1f, -1, 1, -1, 1, -1, 1, -1);
        Vector256<float> two = Vector256.Create(1f, 1, -1, -1, 1, 1, -1, -1);
        Vector256<float> four = Vector256.Create(1f, 1, 1, 1, -1, -1, -1, -1);
        for (nuint i = 0; i < (nuint)length; i += 8)
        {
            Vector256<float> v = Vector256.LoadUnsafe(ref x, i);
            v = Vector256.Shuffle(v, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)) + v * one;
            v = Vector256.Shuffle(v, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)) + v * two;
            v = Vector256.Shuffle(v, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3)) + v * four;
            v.StoreUnsafe(ref x, i);
        }
        for (nuint distance = 8; distance < (nuint)length; distance *= 2)
        {
            for (nuint start = 0; start < (nuint)length; start += 2 * distance)
            {
                for (nuint i = start; i < start + distance; i += 8)
                {
                    Vector256<float> a = Vector256.LoadUnsafe(ref x, i);
                    Vector256<float> b = Vector256.LoadUnsafe(ref x, i + distance);
                    (a + b).StoreUnsafe(ref x, i);
                    (a - b).StoreUnsafe(ref x, i + distance);
                }
            }
        }
    }
}
