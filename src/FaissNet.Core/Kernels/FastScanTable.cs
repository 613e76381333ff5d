using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FaissNet.Storage;

namespace FaissNet.Kernels;

/// <summary>
/// Float tables [M][16] of a 4-bit product quantizer: ‖x_m − c‖² for L2, ⟨x_m, c⟩ for the inner product. Their entries are rounded to bytes, where the last
/// bit of a float can decide, so that sums are taken in the order of FAISS's AVX2 build (below 16 components; from there on that uses a matrix
/// product, whose order nobody knows). Building is safe from several threads.
/// </summary>
internal sealed unsafe class FastScanTable : IDisposable
{
    /// <summary>Entries per sub-quantizer.</summary>
    public const int KSub = 16;

    private readonly AlignedBuffer<float> _transposed;
    private readonly AlignedBuffer<float> _norms;

    /// <param name="centroids">[M][16][dsub].</param>
    /// <param name="m">Sub-quantizers.</param>
    /// <param name="dsub">Components of each centroid.</param>
    public FastScanTable(float* centroids, int m, int dsub)
    {
        M = m;
        DSub = dsub;
        _transposed = new AlignedBuffer<float>((long)m * KSub * dsub);
        _norms = new AlignedBuffer<float>((long)m * KSub);
        for (int i = 0; i < m * KSub; i++)
        {
            float* centroid = centroids + (long)i * dsub;
            float* target = _transposed.Pointer + (long)(i / KSub) * KSub * dsub + i % KSub;
            for (int c = 0; c < dsub; c++)
                target[c * KSub] = centroid[c];
            _norms.Pointer[i] = SquaredNorm(centroid, dsub);
        }
    }

    public int M { get; }

    public int DSub { get; }

    /// <summary>Floats of a table.</summary>
    public int Length => M * KSub;

    /// <summary>The table of a vector of M · dsub floats.</summary>
    public void Build(float* vector, Metric metric, float* table)
    {
        if (metric == Metric.L2)
            Build<VectorDistance.L2Term>(vector, table);
        else
            Build<VectorDistance.ProductTerm>(vector, table);
    }

    /// <summary>‖r‖² + 2⟨c_m, r⟩ for a coarse centroid c: the half of a residual L2 table that no query changes.</summary>
    public void BuildPrecomputed(float* coarseCentroid, float* table)
    {
        Build<VectorDistance.ProductTerm>(coarseCentroid, table);
        MultiplyAdd(table, 2, _norms.Pointer, table);
    }

    /// <summary>precomputed − 2 · products.</summary>
    public void Complete(float* precomputed, float* products, float* table) => MultiplyAdd(products, -2, precomputed, table);

    public void Dispose()
    {
        _transposed.Dispose();
        _norms.Dispose();
    }

    private void MultiplyAdd(float* x, float factor, float* addend, float* sums)
        => System.Numerics.Tensors.TensorPrimitives.FusedMultiplyAdd(
            new ReadOnlySpan<float>(x, Length), factor, new ReadOnlySpan<float>(addend, Length), new Span<float>(sums, Length));

    private void Build<TTerm>(float* vector, float* table)
        where TTerm : struct, VectorDistance.ITerm
    {
        if (Simd.Has512)
            Body<Lanes512, Vector512<float>, TTerm>(vector, _transposed.Pointer, M, DSub, table);
        else if (Simd.Has256)
            Body<Lanes256, Vector256<float>, TTerm>(vector, _transposed.Pointer, M, DSub, table);
        else if (Simd.Has128)
            Body<Lanes128, Vector128<float>, TTerm>(vector, _transposed.Pointer, M, DSub, table);
        else
            Body<ScalarLanes, float, TTerm>(vector, _transposed.Pointer, M, DSub, table);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Body<TLanes, TVector, TTerm>(float* vector, float* centroids, int m, int dsub, float* table)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, VectorDistance.ITerm
    {
        for (int i = 0; i < m; i++, vector += dsub, table += KSub, centroids += KSub * dsub)
        {
            for (int j = 0; j < KSub; j += TLanes.Width)
            {
                TVector sum = dsub switch
                {
                    1 or 4 => InOrder<TLanes, TVector, TTerm>(vector, centroids + j, dsub),
                    2 => TLanes.Add(
                        Term<TLanes, TVector, TTerm>(vector, centroids + j, 0, TLanes.Zero),
                        Term<TLanes, TVector, TTerm>(vector, centroids + j, 1, TLanes.Zero)),
                    8 or 12 => InFours<TLanes, TVector, TTerm>(vector, centroids + j, dsub),
                    _ => InEights<TLanes, TVector, TTerm>(vector, centroids + j, dsub),
                };
                TLanes.Store(sum, table + j);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Term<TLanes, TVector, TTerm>(float* vector, float* centroids, int component, TVector sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, VectorDistance.ITerm
        => TTerm.Accumulate<TLanes, TVector>(TLanes.Broadcast(vector[component]), TLanes.Load(centroids + component * KSub), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector InOrder<TLanes, TVector, TTerm>(float* vector, float* centroids, int dsub)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, VectorDistance.ITerm
    {
        TVector sum = TLanes.Zero;
        for (int c = 0; c < dsub; c++)
            sum = Term<TLanes, TVector, TTerm>(vector, centroids, c, sum);
        return sum;
    }

    /// <summary>Every fourth component together, then (0 + 1) + (2 + 3).</summary>
    private static TVector InFours<TLanes, TVector, TTerm>(float* vector, float* centroids, int dsub)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, VectorDistance.ITerm
    {
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
        for (int c = 0; c < dsub; c += 4)
        {
            s0 = Term<TLanes, TVector, TTerm>(vector, centroids, c, s0);
            s1 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 1, s1);
            s2 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 2, s2);
            s3 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 3, s3);
        }
        return TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3));
    }

    /// <summary>Every eighth component together, the upper four onto the lower four, then what is left in fours.</summary>
    private static TVector InEights<TLanes, TVector, TTerm>(float* vector, float* centroids, int dsub)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, VectorDistance.ITerm
    {
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
        TVector s4 = TLanes.Zero, s5 = TLanes.Zero, s6 = TLanes.Zero, s7 = TLanes.Zero;
        int c = 0;
        for (; c <= dsub - 8; c += 8)
        {
            s0 = Term<TLanes, TVector, TTerm>(vector, centroids, c, s0);
            s1 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 1, s1);
            s2 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 2, s2);
            s3 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 3, s3);
            s4 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 4, s4);
            s5 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 5, s5);
            s6 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 6, s6);
            s7 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 7, s7);
        }
        s0 = TLanes.Add(s4, s0);
        s1 = TLanes.Add(s5, s1);
        s2 = TLanes.Add(s6, s2);
        s3 = TLanes.Add(s7, s3);
        // Four at once, or the one to three that come last.
        for (; c < dsub; c += 4)
        {
            s0 = Term<TLanes, TVector, TTerm>(vector, centroids, c, s0);
            if (c + 1 < dsub)
                s1 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 1, s1);
            if (c + 2 < dsub)
                s2 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 2, s2);
            if (c + 3 < dsub)
                s3 = Term<TLanes, TVector, TTerm>(vector, centroids, c + 3, s3);
        }
        return TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3));
    }

    private static float SquaredNorm(float* x, int d)
    {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        for (int c = 0; c < d; c += 4)
        {
            s0 = MathF.FusedMultiplyAdd(x[c], x[c], s0);
            if (c + 1 < d)
                s1 = MathF.FusedMultiplyAdd(x[c + 1], x[c + 1], s1);
            if (c + 2 < d)
                s2 = MathF.FusedMultiplyAdd(x[c + 2], x[c + 2], s2);
            if (c + 3 < d)
                s3 = MathF.FusedMultiplyAdd(x[c + 3], x[c + 3], s3);
        }
        return (s0 + s1) + (s2 + s3);
    }
}
