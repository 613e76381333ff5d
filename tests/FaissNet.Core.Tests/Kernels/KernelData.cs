namespace FaissNet.Kernels;

/// <summary>Sizes and numbers that the kernel tests share.</summary>
internal static unsafe class KernelData
{
    /// <summary>1 to four 512-bit vectors and one, and the dimensions of real embeddings with their neighbours.</summary>
    public static IEnumerable<int> Dimensions =>
        Enumerable.Range(1, 65).Concat([96, 100, 127, 128, 129, 512, 768, 1024, 1536]);

    /// <summary>A selection of <see cref="Dimensions"/> for kernels that are tested with many lengths at each.</summary>
    public static IEnumerable<int> FewDimensions => [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 65, 100, 129];

    public static GuardedMemory<float> Floats(Random random, long count, float scale = 1)
    {
        var memory = new GuardedMemory<float>(count);
        foreach (ref float value in memory.Span)
            value = scale * (float)((random.NextDouble() * 2) - 1);
        return memory;
    }

    /// <summary>Small whole numbers: every sum is exact in any order, and ties abound.</summary>
    public static GuardedMemory<float> SmallIntegers(Random random, long count, int range = 3)
    {
        var memory = new GuardedMemory<float>(count);
        foreach (ref float value in memory.Span)
            value = random.Next(-range, range + 1);
        return memory;
    }

    public static GuardedMemory<byte> Bytes(Random random, long count)
    {
        var memory = new GuardedMemory<byte>(count);
        random.NextBytes(memory.Span);
        return memory;
    }

    public static double L2(float* x, float* y, int d)
    {
        double sum = 0;
        for (int i = 0; i < d; i++)
            sum += ((double)x[i] - y[i]) * ((double)x[i] - y[i]);
        return sum;
    }

    public static double InnerProduct(float* x, float* y, int d)
    {
        double sum = 0;
        for (int i = 0; i < d; i++)
            sum += (double)x[i] * y[i];
        return sum;
    }

    public static double Distance(Metric metric, float* x, float* y, int d) =>
        metric == Metric.L2 ? L2(x, y, d) : InnerProduct(x, y, d);

    /// <summary>Compares with room for d roundings of terms of size <paramref name="magnitude"/>.</summary>
    public static void AssertClose(double expected, float actual, double magnitude, int d, string what)
    {
        double tolerance = magnitude * (d + 8) * 1.2e-7;
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what}: expected {expected}, got {actual}, tolerance {tolerance}");
    }
}
