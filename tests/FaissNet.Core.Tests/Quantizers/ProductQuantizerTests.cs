using FaissNet.Storage;

namespace FaissNet.Tests.Quantizers;

public unsafe class ProductQuantizerTests
{
    [Theory]
    [InlineData(12, 3, 1)]
    [InlineData(12, 3, 4)]
    [InlineData(40, 2, 5)]
    [InlineData(6, 6, 3)]
    [InlineData(9, 1, 7)]
    public void Encode_AgainstNaiveSearch_FindsTheNearestCentroids(int d, int m, int nBits)
    {
        float[] x = Random(300, d, seed: 1);
        var quantizer = new ProductQuantizer(d, m, nBits);
        quantizer.Train(x);
        var codes = new byte[300 * quantizer.CodeSize];
        quantizer.Encode(x, codes);
        var decoded = new float[x.Length];
        quantizer.Decode(codes, decoded);
        int dsub = d / m;
        for (int i = 0; i < 300; i++)
        {
            for (int s = 0; s < m; s++)
            {
                ReadOnlySpan<float> codebook = quantizer.Codebook(s);
                double chosen = Squared(x.AsSpan(i * d + s * dsub, dsub), decoded.AsSpan(i * d + s * dsub, dsub));
                double nearest = double.PositiveInfinity;
                for (int c = 0; c < quantizer.KSub; c++)
                    nearest = Math.Min(nearest, Squared(x.AsSpan(i * d + s * dsub, dsub), codebook.Slice(c * dsub, dsub)));
                Assert.Equal(nearest, chosen, nearest * 1e-5 + 1e-6);
            }
        }
    }

    [Fact]
    public void Encode_EquallyNearCentroids_TakesTheLowestNumber()
    {
        ProductQuantizer quantizer = WithCentroids(1, 1, 2, [3, 1, -1, 1]);
        var codes = new byte[3];
        quantizer.Encode([0, 2, 1], codes);
        Assert.Equal(new byte[] { 1, 0, 1 }, codes);
    }

    [Fact]
    public void Encode_FarFromTheOrigin_LosesNoDigits()
    {
        // Centroids one thousandth apart around 1,000: squared norms near 10⁶ keep only 0.06 in single precision.
        float[] centroids = Enumerable.Range(0, 256).Select(i => 1000 + i / 1024f).ToArray();
        ProductQuantizer quantizer = WithCentroids(1, 1, 8, centroids);
        var codes = new byte[256];
        quantizer.Encode(centroids, codes);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), codes);
    }

    [Theory]
    [InlineData(8, 4, 8, 4)]
    [InlineData(8, 4, 4, 2)]
    [InlineData(9, 3, 4, 2)]
    [InlineData(8, 8, 5, 5)]
    [InlineData(8, 2, 16, 4)]
    [InlineData(8, 2, 12, 3)]
    public void CodeSize_AnyBits_IsRoundedUpToBytes(int d, int m, int nBits, int expected)
        => Assert.Equal(expected, new ProductQuantizer(d, m, nBits).CodeSize);

    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    public void ComputeTables_Queries_SumToTheDistanceOfTheDecodedVector(Metric metric)
    {
        float[] x = Random(200, 12, seed: 2);
        var quantizer = new ProductQuantizer(12, 3, 4);
        quantizer.Train(x);
        float[] queries = Random(5, 12, seed: 3);
        var tables = new float[5 * 3 * 16];
        fixed (float* queryPointer = queries)
        fixed (float* tablePointer = tables)
            quantizer.ComputeTables(new Rows<float>(queryPointer, 5, 12), metric, new Rows<float>(tablePointer, 5, 48));
        for (int q = 0; q < 5; q++)
        {
            for (int s = 0; s < 3; s++)
            {
                for (int c = 0; c < 16; c++)
                {
                    ReadOnlySpan<float> slice = queries.AsSpan(q * 12 + s * 4, 4);
                    ReadOnlySpan<float> centroid = quantizer.Codebook(s).Slice(c * 4, 4);
                    double expected = metric == Metric.L2 ? Squared(slice, centroid) : Product(slice, centroid);
                    Assert.Equal(expected, tables[q * 48 + s * 16 + c], 1e-4);
                }
            }
        }
    }

    [Fact]
    public void Train_AnyNumberOfThreads_GivesTheSameBits()
    {
        float[] x = Random(1000, 24, seed: 4);
        var one = new ProductQuantizer(24, 3, 6);
        one.Train(x, new BuildOptions { MaxDegreeOfParallelism = 1 });
        var seven = new ProductQuantizer(24, 3, 6);
        seven.Train(x, new BuildOptions { MaxDegreeOfParallelism = 7 });
        for (int m = 0; m < 3; m++)
            Assert.Equal(one.Codebook(m).ToArray(), seven.Codebook(m).ToArray());
    }

    [Fact]
    public void Encode_AnyNumberOfThreads_GivesTheSameBytes()
    {
        float[] x = Random(5000, 24, seed: 4);
        var quantizer = new ProductQuantizer(24, 3, 6);
        quantizer.Train(x);
        var one = new byte[5000 * quantizer.CodeSize];
        quantizer.Encode(x, one, new BuildOptions { MaxDegreeOfParallelism = 1 });
        var four = new byte[one.Length];
        quantizer.Encode(x, four, new BuildOptions { MaxDegreeOfParallelism = 4 });
        Assert.Equal(one, four);
    }

    [Fact]
    public void Train_Again_ReplacesTheCodebooksForEncoding()
    {
        var quantizer = new ProductQuantizer(1, 1, 1);
        quantizer.Train([0, 10]);
        var code = new byte[1];
        quantizer.Encode([9], code);
        Assert.Equal(1, code[0]);
        quantizer.Train([100, 0]);
        quantizer.Encode([9], code);
        Assert.Equal(1, code[0]);
        quantizer.Encode([99], code);
        Assert.Equal(0, code[0]);
    }

    [Fact]
    public void Train_FailedOrCancelled_LeavesTheOldState()
    {
        var quantizer = new ProductQuantizer(1, 1, 1);
        quantizer.Train([0, 10]);
        Assert.ThrowsAny<OperationCanceledException>(
            () => quantizer.Train([5, 6, 7], new BuildOptions { CancellationToken = new CancellationToken(true) }));
        Assert.Throws<ArgumentException>(() => quantizer.Train([5]));
        Assert.Equal([0, 10], quantizer.Codebook(0).ToArray());
    }

    [Fact]
    public void Constructor_BadArguments_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProductQuantizer(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProductQuantizer(8, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProductQuantizer(8, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProductQuantizer(8, 2, 17));
        Assert.Throws<ArgumentException>(() => new ProductQuantizer(8, 3));
    }

    [Fact]
    public void Calls_Untrained_Throw()
    {
        var quantizer = new ProductQuantizer(2, 1, 1);
        Assert.False(quantizer.IsTrained);
        Assert.Throws<InvalidOperationException>(() => quantizer.Encode([1f, 2f], new byte[1]));
        Assert.Throws<InvalidOperationException>(() => quantizer.Decode([0], new float[2]));
        Assert.Throws<InvalidOperationException>(() => quantizer.Codebook(0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => quantizer.Codebook(1).Length);
    }

    private static ProductQuantizer WithCentroids(int d, int m, int nBits, float[] centroids)
    {
        var buffer = new AlignedBuffer<float>();
        buffer.Append(centroids);
        var quantizer = new ProductQuantizer(d, m, nBits);
        quantizer.SetCentroids(buffer);
        return quantizer;
    }

    private static float[] Random(int n, int d, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, n * d).Select(_ => (float)(random.NextDouble() * 2 - 1)).ToArray();
    }

    private static double Squared(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += Math.Pow((double)x[i] - y[i], 2);
        return sum;
    }

    private static double Product(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += (double)x[i] * y[i];
        return sum;
    }
}
