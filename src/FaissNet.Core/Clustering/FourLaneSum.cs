using System.Runtime.Intrinsics;

namespace FaissNet.Clustering;

/// <summary>
/// Squared norms and distances summed in the order of FAISS's generic build: four running sums, added in pairs at the end. Slower than a kernel
/// and needed only where the last bit decides about equality with FAISS.
/// </summary>
internal static class FourLaneSum
{
    /// <summary>Σ x².</summary>
    public static float SquaredNorm(ReadOnlySpan<float> x)
    {
        Vector128<float> sums = Vector128<float>.Zero;
        for (; x.Length >= 4; x = x[4..])
        {
            Vector128<float> values = Vector128.Create(x);
            sums += values * values;
        }
        Span<float> lanes = stackalloc float[4];
        sums.CopyTo(lanes);
        for (int i = 0; i < x.Length; i++)
            lanes[i] += x[i] * x[i];
        return lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
    }

    /// <summary>Σ (x − y)².</summary>
    public static float SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector128<float> sums = Vector128<float>.Zero;
        for (; x.Length >= 4; x = x[4..], y = y[4..])
        {
            Vector128<float> difference = Vector128.Create(x) - Vector128.Create(y);
            sums += difference * difference;
        }
        Span<float> lanes = stackalloc float[4];
        sums.CopyTo(lanes);
        for (int i = 0; i < x.Length; i++)
        {
            float difference = x[i] - y[i];
            lanes[i] += difference * difference;
        }
        return lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
    }
}
