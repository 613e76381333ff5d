using System.Runtime.Intrinsics;
using L2 = FaissNet.Kernels.VectorDistance.L2Term;
using Product = FaissNet.Kernels.VectorDistance.ProductTerm;

namespace FaissNet.Kernels;

public sealed unsafe class VectorDistanceTests
{
    private delegate float Pair(float* x, float* y, int d);

    private delegate void Rows(float* query, float* rows, long n, int d, float* results);

    public static TheoryData<int> Tiers => [0, 128, 256, 512, -1];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Pair_EveryDimension_EqualsDoubleOracle(int tier)
    {
        var random = new Random(1);
        (Pair l2, Pair product, int width) = PairOf(tier);
        foreach (int d in KernelData.Dimensions.Where(d => d >= width))
        {
            using GuardedMemory<float> x = KernelData.Floats(random, d), y = KernelData.Floats(random, d);
            KernelData.AssertClose(KernelData.L2(x.Pointer, y.Pointer, d), l2(x.Pointer, y.Pointer, d), d, 1, $"L2 d={d}");
            KernelData.AssertClose(KernelData.InnerProduct(x.Pointer, y.Pointer, d), product(x.Pointer, y.Pointer, d), d, 1, $"IP d={d}");
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Rows_EveryDimensionAndCount_EqualsDoubleOracle(int tier)
    {
        var random = new Random(2);
        (Rows l2, Rows product, int width) = RowsOf(tier);
        foreach (int d in KernelData.Dimensions.Where(d => d >= width))
        {
            for (int n = 0; n <= 9; n++)
            {
                using GuardedMemory<float> query = KernelData.Floats(random, d), rows = KernelData.Floats(random, (long)n * d);
                using var results = new GuardedMemory<float>(n);
                l2(query.Pointer, rows.Pointer, n, d, results.Pointer);
                for (int i = 0; i < n; i++)
                    KernelData.AssertClose(KernelData.L2(query.Pointer, rows.Pointer + (i * d), d), results.Span[i], d, 1, $"L2 d={d} n={n} i={i}");
                product(query.Pointer, rows.Pointer, n, d, results.Pointer);
                for (int i = 0; i < n; i++)
                    KernelData.AssertClose(KernelData.InnerProduct(query.Pointer, rows.Pointer + (i * d), d), results.Span[i], d, 1, $"IP d={d} n={n} i={i}");
            }
        }
    }

    [Fact]
    public void Rows_SameVectorAtEveryPlace_SameBits()
    {
        var random = new Random(3);
        foreach (int d in KernelData.Dimensions)
        {
            using GuardedMemory<float> query = KernelData.Floats(random, d), row = KernelData.Floats(random, d);
            using var rows = new GuardedMemory<float>(7 * d);
            using var results = new GuardedMemory<float>(7);
            for (int i = 0; i < 7; i++)
                row.Span.CopyTo(rows.Span.Slice(i * d, d));
            VectorDistance.L2SquaredToRows(query.Pointer, rows.Pointer, 7, d, results.Pointer);
            for (int i = 1; i < 7; i++)
                Assert.Equal(results.Span[0], results.Span[i]);
        }
    }

    [Fact]
    public void SquaredNorms_EveryDimension_EqualsDoubleOracle()
    {
        var random = new Random(4);
        foreach (int d in KernelData.Dimensions)
        {
            using GuardedMemory<float> rows = KernelData.Floats(random, 5L * d);
            using var norms = new GuardedMemory<float>(5);
            VectorDistance.SquaredNorms(rows.Pointer, 5, d, norms.Pointer);
            for (int i = 0; i < 5; i++)
                KernelData.AssertClose(KernelData.InnerProduct(rows.Pointer + (i * d), rows.Pointer + (i * d), d), norms.Span[i], d, 1, $"d={d}");
        }
    }

    [Fact]
    public void Pair_NaN_IsNaN()
    {
        foreach (int d in KernelData.Dimensions)
        {
            using var x = new GuardedMemory<float>(d);
            using var y = new GuardedMemory<float>(d);
            x.Span[d - 1] = float.NaN;
            Assert.True(float.IsNaN(VectorDistance.L2Squared(x.Pointer, y.Pointer, d)));
            Assert.True(float.IsNaN(VectorDistance.InnerProduct(x.Pointer, y.Pointer, d)));
        }
    }

    private static (Pair L2, Pair Product, int Width) PairOf(int tier) => tier switch
    {
        0 => (VectorDistance.PairBody<ScalarLanes, float, L2>, VectorDistance.PairBody<ScalarLanes, float, Product>, 1),
        128 => (VectorDistance.PairBody<Lanes128, Vector128<float>, L2>, VectorDistance.PairBody<Lanes128, Vector128<float>, Product>, 4),
        256 => (VectorDistance.PairBody<Lanes256, Vector256<float>, L2>, VectorDistance.PairBody<Lanes256, Vector256<float>, Product>, 8),
        512 => (VectorDistance.PairBody<Lanes512, Vector512<float>, L2>, VectorDistance.PairBody<Lanes512, Vector512<float>, Product>, 16),
        _ => (VectorDistance.L2Squared, VectorDistance.InnerProduct, 1),
    };

    private static (Rows L2, Rows Product, int Width) RowsOf(int tier) => tier switch
    {
        0 => (VectorDistance.RowsBody<ScalarLanes, float, L2>, VectorDistance.RowsBody<ScalarLanes, float, Product>, 1),
        128 => (VectorDistance.RowsBody<Lanes128, Vector128<float>, L2>, VectorDistance.RowsBody<Lanes128, Vector128<float>, Product>, 4),
        256 => (VectorDistance.RowsBody<Lanes256, Vector256<float>, L2>, VectorDistance.RowsBody<Lanes256, Vector256<float>, Product>, 8),
        512 => (VectorDistance.RowsBody<Lanes512, Vector512<float>, L2>, VectorDistance.RowsBody<Lanes512, Vector512<float>, Product>, 16),
        _ => (VectorDistance.L2SquaredToRows, VectorDistance.InnerProductToRows, 1),
    };
}
