using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FaissNet.Storage;

namespace FaissNet.Kernels;

/// <summary>
/// The centroids of a product quantizer laid out for building distance tables: [M][dsub][ksub], so that one load brings the same component of
/// neighbouring centroids and no sum runs across lanes. A table is [M][ksub] floats: ‖x_m − c‖² for L2, ⟨x_m, c⟩ for inner product.
/// Building is safe from several threads; <see cref="Pack"/> is not.
/// </summary>
internal sealed unsafe class PqTable : IDisposable
{
    private readonly AlignedBuffer<float> _transposed = new();

    /// <summary>Sub-quantizers.</summary>
    public int M { get; private set; }

    /// <summary>Centroids of each.</summary>
    public int KSub { get; private set; }

    /// <summary>Components of each centroid.</summary>
    public int DSub { get; private set; }

    /// <summary>Floats of a table.</summary>
    public int TableLength => M * KSub;

    /// <summary>Takes centroids [M][ksub][dsub].</summary>
    public void Pack(float* centroids, int m, int ksub, int dsub)
    {
        M = m;
        KSub = ksub;
        DSub = dsub;
        _transposed.Clear();
        _transposed.Resize((long)m * ksub * dsub);
        for (int i = 0; i < m; i++)
        {
            float* source = centroids + ((long)i * ksub * dsub);
            float* target = _transposed.Pointer + ((long)i * ksub * dsub);
            for (int j = 0; j < ksub; j++)
            {
                for (int c = 0; c < dsub; c++)
                    target[((long)c * ksub) + j] = source[((long)j * dsub) + c];
            }
        }
    }

    /// <summary>The table of one query of M · dsub floats.</summary>
    public void Build(float* query, Metric metric, float* table)
    {
        if (metric == Metric.L2)
            BuildTerm<VectorDistance.L2Term>(query, table);
        else
            BuildTerm<VectorDistance.ProductTerm>(query, table);
    }

    /// <summary>The tables of n queries (n × M·dsub, row-major), one after another.</summary>
    public void Build(float* queries, long n, Metric metric, float* tables)
    {
        for (long i = 0; i < n; i++)
            Build(queries + (i * M * DSub), metric, tables + (i * TableLength));
    }

    /// <summary>
    /// The query-independent half of a residual L2 table: ‖r‖² + 2⟨c_m, r⟩ for a coarse centroid c of M · dsub floats. FAISS: precomputed
    /// table of type 1; <see cref="AddQuery"/> completes it.
    /// </summary>
    public void BuildPrecomputed(float* coarseCentroid, float* table)
    {
        BuildTerm<VectorDistance.ProductTerm>(coarseCentroid, table);
        float* component = _transposed.Pointer;
        for (int m = 0; m < M; m++, table += KSub)
        {
            for (int j = 0; j < KSub; j++)
                table[j] *= 2;
            for (int c = 0; c < DSub; c++, component += KSub)
            {
                for (int j = 0; j < KSub; j++)
                    table[j] += component[j] * component[j];
            }
        }
    }

    /// <summary>table = precomputed − 2 · products: the residual L2 table of a query whose inner-product table is <paramref name="products"/>.</summary>
    public static void AddQuery(float* precomputed, float* products, int length, float* table) =>
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(
            new ReadOnlySpan<float>(products, length), -2f, new ReadOnlySpan<float>(precomputed, length), new Span<float>(table, length));

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _transposed.Dispose();

    private void BuildTerm<TTerm>(float* query, float* table)
        where TTerm : struct, VectorDistance.ITerm
    {
        if (Simd.Has512 && KSub >= 64)
            Body<Lanes512, Vector512<float>, TTerm>(query, _transposed.Pointer, M, KSub, DSub, table);
        else if (Simd.Has256 && KSub >= 32)
            Body<Lanes256, Vector256<float>, TTerm>(query, _transposed.Pointer, M, KSub, DSub, table);
        else if (Simd.Has128 && KSub >= 16)
            Body<Lanes128, Vector128<float>, TTerm>(query, _transposed.Pointer, M, KSub, DSub, table);
        else
            Narrow<TTerm>(query, _transposed.Pointer, M, KSub, DSub, table);
    }

    /// <summary>Four vectors of centroids at a time; ksub is a multiple of that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Body<TLanes, TVector, TTerm>(float* query, float* centroids, int m, int ksub, int dsub, float* table)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTerm : struct, VectorDistance.ITerm
    {
        int width = TLanes.Width;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < ksub; j += 4 * width)
            {
                TVector a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, e = TLanes.Zero;
                float* component = centroids + j;
                for (int k = 0; k < dsub; k++, component += ksub)
                {
                    TVector q = TLanes.Broadcast(query[k]);
                    a = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(component), a);
                    b = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(component + width), b);
                    c = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(component + (2 * width)), c);
                    e = TTerm.Accumulate<TLanes, TVector>(q, TLanes.Load(component + (3 * width)), e);
                }

                TLanes.Store(a, table + j);
                TLanes.Store(b, table + j + width);
                TLanes.Store(c, table + j + (2 * width));
                TLanes.Store(e, table + j + (3 * width));
            }

            query += dsub;
            centroids += (long)ksub * dsub;
            table += ksub;
        }
    }

    /// <summary>Fewer centroids than four vectors.</summary>
    internal static void Narrow<TTerm>(float* query, float* centroids, int m, int ksub, int dsub, float* table)
        where TTerm : struct, VectorDistance.ITerm
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < ksub; j++)
            {
                float sum = 0;
                for (int k = 0; k < dsub; k++)
                    sum = TTerm.Accumulate<ScalarLanes, float>(query[k], centroids[((long)k * ksub) + j], sum);
                table[j] = sum;
            }

            query += dsub;
            centroids += (long)ksub * dsub;
            table += ksub;
        }
    }
}
