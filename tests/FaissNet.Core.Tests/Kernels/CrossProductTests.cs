using FaissNet.Storage;

namespace FaissNet.Kernels;

public sealed unsafe class CrossProductTests
{
    public static TheoryData<int> Tiers => [0, 128, 256, 512];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Compute_EveryShape_EqualsDoubleOracle(int tier)
    {
        var random = new Random(3);
        foreach (int n in (int[])[0, 1, 7, 256, 300, 513])
        {
            foreach ((int a, int b) in ((int, int)[])[(1, 1), (5, 3), (6, 16), (7, 17), (33, 31), (49, 33), (64, 65)])
            {
                using GuardedMemory<float> x = KernelData.Floats(random, (long)n * a), y = KernelData.Floats(random, (long)n * b);
                var sums = new double[a * b];
                CrossProduct.Compute(
                    new Rows<float>(x.Pointer, n, a), new Rows<float>(y.Pointer, n, b), sums, BuildOptions.Default, (SimdTier)tier);
                for (int i = 0; i < sums.Length; i++)
                {
                    double expected = 0;
                    for (int r = 0; r < n; r++)
                        expected += (double)x.Pointer[r * a + i / b] * y.Pointer[r * b + i % b];
                    KernelData.AssertClose(expected, (float)sums[i], Math.Min(n, 256), 4, $"n={n} a={a} b={b} i={i}");
                }
            }
        }
    }

    [Fact]
    public void Compute_AnyNumberOfThreads_IsTheSame()
    {
        using GuardedMemory<float> x = KernelData.Floats(new Random(4), 700 * 130);
        var rows = new Rows<float>(x.Pointer, 700, 130);
        var one = new double[130 * 130];
        var many = new double[130 * 130];
        CrossProduct.Compute(rows, rows, one, new BuildOptions { MaxDegreeOfParallelism = 1 });
        CrossProduct.Compute(rows, rows, many, new BuildOptions { MaxDegreeOfParallelism = 5 });
        Assert.Equal(one, many);
    }
}
