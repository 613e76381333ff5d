using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// Distances between float vectors computed directly, without ‖x‖² + ‖y‖² − 2xy: squared L2 Σ(x−y)², inner product Σxy and squared norm.
/// Pairs, and one query against n rows at the speed of memory. NaN in gives NaN out. Sums run in vector lanes, so they differ from
/// a sequential sum in the last bits; the order depends only on the dimension and the tier, never on the row.
/// </summary>
internal static unsafe partial class VectorDistance
{
    /// <summary>Σ(x−y)² over <paramref name="d"/> floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float L2Squared(float* x, float* y, int d)
    {
        if (Simd.Has512 && d >= 16)
            return PairBody<Lanes512, Vector512<float>, L2Term>(x, y, d);
        if (Simd.Has256 && d >= 8)
            return PairBody<Lanes256, Vector256<float>, L2Term>(x, y, d);
        if (Simd.Has128 && d >= 4)
            return PairBody<Lanes128, Vector128<float>, L2Term>(x, y, d);
        return PairBody<ScalarLanes, float, L2Term>(x, y, d);
    }

    /// <summary>Σxy over <paramref name="d"/> floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float InnerProduct(float* x, float* y, int d)
    {
        if (Simd.Has512 && d >= 16)
            return PairBody<Lanes512, Vector512<float>, ProductTerm>(x, y, d);
        if (Simd.Has256 && d >= 8)
            return PairBody<Lanes256, Vector256<float>, ProductTerm>(x, y, d);
        if (Simd.Has128 && d >= 4)
            return PairBody<Lanes128, Vector128<float>, ProductTerm>(x, y, d);
        return PairBody<ScalarLanes, float, ProductTerm>(x, y, d);
    }

    /// <summary>Σx² over <paramref name="d"/> floats.</summary>
    public static float SquaredNorm(float* x, int d) => InnerProduct(x, x, d);

    /// <summary>The squared norms of n rows of d floats.</summary>
    public static void SquaredNorms(float* rows, long n, int d, float* norms)
    {
        for (long i = 0; i < n; i++)
            norms[i] = InnerProduct(rows + (i * d), rows + (i * d), d);
    }

    /// <summary>Squared L2 distances of one query to n rows (n × d, row-major).</summary>
    public static void L2SquaredToRows(float* query, float* rows, long n, int d, float* distances) =>
        ToRows<L2Term>(query, rows, n, d, distances);

    /// <summary>Inner products of one query with n rows (n × d, row-major).</summary>
    public static void InnerProductToRows(float* query, float* rows, long n, int d, float* products) =>
        ToRows<ProductTerm>(query, rows, n, d, products);

    private static void ToRows<TTerm>(float* query, float* rows, long n, int d, float* results)
        where TTerm : struct, ITerm
    {
        if (Simd.Has512 && d >= 16)
            RowsBody<Lanes512, Vector512<float>, TTerm>(query, rows, n, d, results);
        else if (Simd.Has256 && d >= 8)
            RowsBody<Lanes256, Vector256<float>, TTerm>(query, rows, n, d, results);
        else if (Simd.Has128 && d >= 4)
            RowsBody<Lanes128, Vector128<float>, TTerm>(query, rows, n, d, results);
        else
            RowsBody<ScalarLanes, float, TTerm>(query, rows, n, d, results);
    }
}
