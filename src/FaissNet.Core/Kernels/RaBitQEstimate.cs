using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// Distances by the signs of RaBitQ codes, a block of 64 rows at a time, in single precision and the same order of operations in every tier, so that all
/// tiers agree bit for bit. FAISS: <c>distance_to_code_1bit</c>.
/// </summary>
internal static unsafe class RaBitQEstimate
{
    /// <summary>Estimated distances: L2, not below 0, or the inner product.</summary>
    /// <param name="terms">The query's part.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="factors">The first two factors of the codes of a block, 64 of each.</param>
    /// <param name="stride">Floats from the factors of a block to those of the next.</param>
    /// <param name="count">Number of blocks.</param>
    /// <param name="counts">64 counts of set signs per block.</param>
    /// <param name="distances">64 sums over the set signs per block, which become distances.</param>
    public static void Distances(
        in RaBitQTerms terms, Metric metric, float* factors, long stride, long count, float* counts, float* distances)
    {
        if (Simd.Has512)
            Body<Lanes512, Vector512<float>>(terms, metric, factors, stride, count, counts, distances);
        else if (Simd.Has256)
            Body<Lanes256, Vector256<float>>(terms, metric, factors, stride, count, counts, distances);
        else if (Simd.Has128)
            Body<Lanes128, Vector128<float>>(terms, metric, factors, stride, count, counts, distances);
        else
            Body<ScalarLanes, float>(terms, metric, factors, stride, count, counts, distances);
    }

    /// <summary>Moves 64 estimates to the better side by the error that they may have: a bound that the finer distance seldom passes.</summary>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="errors">The third factor of 64 codes.</param>
    /// <param name="scale">The query's <see cref="RaBitQTerms.ErrorScale"/>.</param>
    /// <param name="distances">64 estimates, changed in place.</param>
    public static void ToBounds(Metric metric, float* errors, float scale, float* distances)
    {
        if (Simd.Has512)
            BoundsBody<Lanes512, Vector512<float>>(metric, errors, scale, distances);
        else if (Simd.Has256)
            BoundsBody<Lanes256, Vector256<float>>(metric, errors, scale, distances);
        else if (Simd.Has128)
            BoundsBody<Lanes128, Vector128<float>>(metric, errors, scale, distances);
        else
            BoundsBody<ScalarLanes, float>(metric, errors, scale, distances);
    }

    /// <summary>Which of 64 distances are better than a threshold: one bit per row.</summary>
    public static ulong Better(Metric metric, float* distances, float threshold)
    {
        if (Simd.Has512)
            return BetterBody<Lanes512, Vector512<float>>(metric, distances, threshold);
        if (Simd.Has256)
            return BetterBody<Lanes256, Vector256<float>>(metric, distances, threshold);
        if (Simd.Has128)
            return BetterBody<Lanes128, Vector128<float>>(metric, distances, threshold);
        return BetterBody<ScalarLanes, float>(metric, distances, threshold);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Body<TLanes, TVector>(
        in RaBitQTerms terms, Metric metric, float* factors, long stride, long blocks, float* counts, float* distances)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector sumFactor = TLanes.Broadcast(terms.SumFactor);
        TVector countFactor = TLanes.Broadcast(terms.CountFactor);
        TVector offset = TLanes.Broadcast(terms.Offset);
        TVector scale = TLanes.Broadcast(terms.Scale);
        TVector center = TLanes.Broadcast(terms.CenterDistance);
        TVector query = TLanes.Broadcast(terms.QueryNorm);
        TVector two = TLanes.Broadcast(2);
        TVector half = TLanes.Broadcast(-0.5f);
        for (long block = 0; block < blocks; block++, factors += stride, counts += SignBlocks.BlockRows, distances += SignBlocks.BlockRows)
        {
            for (int i = 0; i < SignBlocks.BlockRows; i += TLanes.Width)
            {
                TVector sum = TLanes.Multiply(TLanes.Load(distances + i), sumFactor);
                TVector count = TLanes.Multiply(TLanes.Load(counts + i), countFactor);
                TVector product = TLanes.Multiply(TLanes.Add(TLanes.Add(sum, count), offset), scale);
                TVector multiplier = TLanes.Multiply(two, TLanes.Load(factors + SignBlocks.BlockRows + i));
                TVector distance = TLanes.Subtract(TLanes.Add(TLanes.Load(factors + i), center), TLanes.Multiply(multiplier, product));
                distance = metric == Metric.L2 ? TLanes.ClampNegative(distance) : TLanes.Multiply(half, TLanes.Subtract(distance, query));
                TLanes.Store(distance, distances + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void BoundsBody<TLanes, TVector>(Metric metric, float* errors, float scale, float* distances)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector factor = TLanes.Broadcast(scale);
        for (int i = 0; i < SignBlocks.BlockRows; i += TLanes.Width)
        {
            TVector error = TLanes.Multiply(TLanes.Load(errors + i), factor);
            TVector distance = TLanes.Load(distances + i);
            distance = metric == Metric.L2
                ? TLanes.ClampNegative(TLanes.Subtract(distance, error))
                : TLanes.Add(distance, error);
            TLanes.Store(distance, distances + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ulong BetterBody<TLanes, TVector>(Metric metric, float* distances, float threshold)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector limit = TLanes.Broadcast(threshold);
        ulong better = 0;
        for (int i = 0; i < SignBlocks.BlockRows; i += TLanes.Width)
        {
            TVector distance = TLanes.Load(distances + i);
            uint bits = metric == Metric.L2 ? TLanes.GreaterThanBits(limit, distance) : TLanes.GreaterThanBits(distance, limit);
            better |= (ulong)bits << i;
        }
        return better;
    }
}
