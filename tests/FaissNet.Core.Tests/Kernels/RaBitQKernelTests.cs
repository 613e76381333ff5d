using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

public sealed unsafe class RaBitQKernelTests
{
    private const int Blocks = 3;
    private const int Stride = 200;

    private delegate void DistancesBody(
        in RaBitQTerms terms, Metric metric, float* factors, long stride, long count, float* counts, float* distances);

    private delegate float ProductBody(float* query, byte* signs, byte* levels, int padded, int bits);

    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    public void Distances_EveryTier_EqualsFormulaBitForBit(Metric metric)
    {
        var random = new Random(3);
        var terms = new RaBitQTerms
        {
            SumFactor = 0.013f, CountFactor = -0.2f, Offset = 0.7f, Scale = 1.25f, CenterDistance = 1.9f, QueryNorm = 2.3f,
        };
        using GuardedMemory<float> factors = KernelData.Floats(random, (Blocks - 1) * Stride + 128, 2);
        using GuardedMemory<float> counts = KernelData.Floats(random, 64 * Blocks, 30), sums = KernelData.Floats(random, 64 * Blocks, 900);
        foreach (DistancesBody body in DistancesBodies())
        {
            using var distances = new GuardedMemory<float>(64 * Blocks);
            sums.Span.CopyTo(distances.Span);
            body(terms, metric, factors.Pointer, Stride, Blocks, counts.Pointer, distances.Pointer);
            for (int i = 0; i < 64 * Blocks; i++)
            {
                float product = (sums.Span[i] * terms.SumFactor + counts.Span[i] * terms.CountFactor + terms.Offset) * terms.Scale;
                float norm = factors.Span[i / 64 * Stride + i % 64], multiplier = factors.Span[i / 64 * Stride + 64 + i % 64];
                float distance = norm + terms.CenterDistance - 2 * multiplier * product;
                Assert.Equal(metric == Metric.L2 ? Math.Max(0, distance) : -0.5f * (distance - terms.QueryNorm), distances.Span[i]);
            }
        }
    }

    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    public void BoundsAndBetter_EveryTier_EqualFormula(Metric metric)
    {
        var random = new Random(4);
        using GuardedMemory<float> estimates = KernelData.SmallIntegers(random, 64, 9), errors = KernelData.SmallIntegers(random, 64, 3);
        var expected = new float[64];
        ulong better = 0;
        for (int i = 0; i < 64; i++)
        {
            float error = errors.Span[i] * 0.5f;
            expected[i] = metric == Metric.L2 ? Math.Max(0, estimates.Span[i] - error) : estimates.Span[i] + error;
            better |= (metric == Metric.L2 ? expected[i] < 2 : expected[i] > 2) ? 1ul << i : 0;
        }
        foreach (int tier in Tiers())
        {
            using var distances = new GuardedMemory<float>(64);
            estimates.Span.CopyTo(distances.Span);
            Bounds(tier, metric, errors.Pointer, 0.5f, distances.Pointer);
            Assert.Equal(expected, distances.Span);
            Assert.Equal(better, Better(tier, metric, distances.Pointer, 2));
        }
    }

    [Fact]
    public void Product_EveryDimensionBitsAndTier_EqualsDoubleOracle()
    {
        var random = new Random(5);
        foreach (int d in KernelData.FewDimensions)
        {
            int padded = (d + 15) / 16 * 16;
            for (int bits = 1; bits <= 8; bits++)
            {
                using GuardedMemory<float> query = KernelData.Floats(random, padded);
                using GuardedMemory<byte> signs = KernelData.Bytes(random, padded), levels = KernelData.Bytes(random, padded);
                query.Span[d..].Clear();
                double expected = 0;
                for (int j = 0; j < padded; j++)
                {
                    signs.Span[j] &= 1;
                    levels.Span[j] &= (byte)((1 << bits) - 1);
                    expected += query.Span[j] * ((signs.Span[j] << bits) + levels.Span[j] - ((1 << bits) - 0.5));
                }
                KernelData.AssertClose(expected, RaBitQProduct.Of(query.Pointer, signs.Pointer, levels.Pointer, d, bits), d << bits, d, $"d={d} bits={bits}");
                foreach (ProductBody body in ProductBodies())
                    KernelData.AssertClose(expected, body(query.Pointer, signs.Pointer, levels.Pointer, padded, bits), d << bits, d, $"d={d} bits={bits}");
            }
        }
    }

    private static IEnumerable<int> Tiers() => ((int[])[0, 128, 256, 512]).Where(tier => tier <= (int)Simd.Tier);

    private static void Bounds(int tier, Metric metric, float* errors, float scale, float* distances)
    {
        switch (tier)
        {
            case 512: RaBitQEstimate.BoundsBody<Lanes512, Vector512<float>>(metric, errors, scale, distances); break;
            case 256: RaBitQEstimate.BoundsBody<Lanes256, Vector256<float>>(metric, errors, scale, distances); break;
            case 128: RaBitQEstimate.BoundsBody<Lanes128, Vector128<float>>(metric, errors, scale, distances); break;
            default: RaBitQEstimate.BoundsBody<ScalarLanes, float>(metric, errors, scale, distances); break;
        }
    }

    private static ulong Better(int tier, Metric metric, float* distances, float threshold) => tier switch
    {
        512 => RaBitQEstimate.BetterBody<Lanes512, Vector512<float>>(metric, distances, threshold),
        256 => RaBitQEstimate.BetterBody<Lanes256, Vector256<float>>(metric, distances, threshold),
        128 => RaBitQEstimate.BetterBody<Lanes128, Vector128<float>>(metric, distances, threshold),
        _ => RaBitQEstimate.BetterBody<ScalarLanes, float>(metric, distances, threshold),
    };

    private static List<DistancesBody> DistancesBodies()
    {
        List<DistancesBody> bodies = [RaBitQEstimate.Distances, RaBitQEstimate.Body<ScalarLanes, float>];
        if (Simd.Has128)
            bodies.Add(RaBitQEstimate.Body<Lanes128, Vector128<float>>);
        if (Simd.Has256)
            bodies.Add(RaBitQEstimate.Body<Lanes256, Vector256<float>>);
        if (Simd.Has512)
            bodies.Add(RaBitQEstimate.Body<Lanes512, Vector512<float>>);
        return bodies;
    }

    private static List<ProductBody> ProductBodies()
    {
        List<ProductBody> bodies = [RaBitQProduct.Body<ScalarLanes, float>];
        if (Simd.Has128)
            bodies.Add(RaBitQProduct.Body<Lanes128, Vector128<float>>);
        if (Simd.Has256)
            bodies.Add(RaBitQProduct.Body<Lanes256, Vector256<float>>);
        if (Simd.Has512)
            bodies.Add(RaBitQProduct.Body<Lanes512, Vector512<float>>);
        return bodies;
    }
}
