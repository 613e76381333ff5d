using FaissNet.Clustering;
using FaissNet.Storage;

namespace FaissNet.Tests.Clustering;

public unsafe class KMeansTests
{
    [Theory]
    [InlineData(Metric.L2, false)]
    [InlineData(Metric.InnerProduct, true)]
    public void Train_AgainstNaiveReference_AgreesOnSeparatedData(Metric metric, bool spherical)
    {
        const int D = 7;
        const int K = 9;
        float[] x = Blobs(400, D, 12, seed: 3);
        float[] actual = Train(x, D, K, new KMeansOptions { Metric = metric, Spherical = spherical, Iterations = 6 });
        double[] expected = Naive(x, D, K, 6, metric, spherical);
        for (int i = 0; i < actual.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4);
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(16, 33)]
    [InlineData(100, 8)]
    public void Train_AnyNumberOfThreads_GivesTheSameBits(int d, int k)
    {
        float[] x = Blobs(3000, d, 20, seed: 5);
        float[] one = Train(x, d, k, new KMeansOptions(), new BuildOptions { MaxDegreeOfParallelism = 1 });
        float[] four = Train(x, d, k, new KMeansOptions(), new BuildOptions { MaxDegreeOfParallelism = 4 });
        Assert.Equal(one, four);
    }

    [Fact]
    public void Train_AsManyVectorsAsCentroids_CopiesThem()
    {
        float[] x = Blobs(6, 4, 3, seed: 1);
        Assert.Equal(x, Train(x, 4, 6, new KMeansOptions()));
    }

    [Fact]
    public void Train_MoreVectorsThanWanted_UsesTheSampleAlone()
    {
        float[] x = Blobs(500, 3, 5, seed: 2);
        int[] chosen = RandomGenerator.RandPerm(500, 1234)[..40];
        float[] sample = chosen.SelectMany(row => x.AsSpan(row * 3, 3).ToArray()).ToArray();
        Assert.Equal(Train(sample, 3, 4, new KMeansOptions()), Train(x, 3, 4, new KMeansOptions { MaxPointsPerCentroid = 10 }));
    }

    [Fact]
    public void Train_RepeatedVectors_SplitsUntilNoCentroidIsZero()
    {
        // Three different vectors and five centroids: some start equal, stay empty and are split from the others.
        float[] x = Enumerable.Range(0, 60).SelectMany(i => new float[] { 1 + i % 3 * 10, 5 - i % 3 }).ToArray();
        float[] centroids = Train(x, 2, 5, new KMeansOptions { Iterations = 3 });
        for (int c = 0; c < 5; c++)
            Assert.Contains(
                Enumerable.Range(0, 3),
                p => Math.Abs(centroids[2 * c] - (1 + p * 10)) <= 0.1 && Math.Abs(centroids[2 * c + 1] - (5 - p)) <= 0.1);
    }

    [Fact]
    public void Train_Spherical_GivesUnitLength()
    {
        float[] x = Blobs(300, 5, 8, seed: 9);
        float[] centroids = Train(x, 5, 6, new KMeansOptions { Spherical = true, Metric = Metric.InnerProduct });
        for (int c = 0; c < 6; c++)
            Assert.Equal(1, centroids.AsSpan(5 * c, 5).ToArray().Sum(value => (double)value * value), 1e-5);
    }

    [Fact]
    public void Train_Redo_KeepsTheRunWithTheSmallestError()
    {
        float[] x = Blobs(200, 2, 10, seed: 4);
        // A run ends with an update; what decides is the error against the centroids before it, as in FAISS.
        double[] errors = Enumerable.Range(0, 5)
            .Select(redo => Error(x, 2, Train(x, 2, 10, new KMeansOptions { Seed = 1234 + redo * 15486557 }))).ToArray();
        double best = Error(x, 2, Train(x, 2, 10, new KMeansOptions { Redo = 5 }));
        Assert.True(errors.Max() > errors.Min() * 1.01, "the runs must differ for this to say anything");
        Assert.Equal(errors.Min(), best, errors.Min() * 1e-3);
    }

    [Fact]
    public void Train_TooFewVectors_Throws()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Train(Blobs(5, 2, 2, seed: 1), 2, 6, new KMeansOptions()));
        Assert.Contains("at least 6", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_ValuesThatOverflow_EndsWithCentroidsAndNoHang()
        => Assert.Equal(4, Train([1e30f, -1e30f, 1e30f, 1e30f, 3e38f, 1, 2, 3], 2, 2, new KMeansOptions { Iterations = 3 }).Length);

    [Fact]
    public void Train_CancelledFromItsProgress_Throws()
    {
        using var source = new CancellationTokenSource();
        var reports = new List<BuildProgress>();
        var progress = new Inline(report =>
        {
            reports.Add(report);
            if (report.Completed == 3)
                source.Cancel();
        });
        var build = new BuildOptions { Progress = progress, CancellationToken = source.Token };
        Assert.ThrowsAny<OperationCanceledException>(() => Train(Blobs(300, 4, 5, seed: 1), 4, 5, new KMeansOptions { Stage = "k-means" }, build));
        Assert.Equal([new BuildProgress("k-means", 1, 25), new BuildProgress("k-means", 2, 25), new BuildProgress("k-means", 3, 25)], reports);
    }

    private static float[] Train(float[] x, int d, int k, KMeansOptions options, BuildOptions? build = null)
    {
        fixed (float* values = x)
        {
            using AlignedBuffer<float> centroids = KMeans.Train(new Rows<float>(values, x.Length / d, d), k, options, build ?? BuildOptions.Default);
            return centroids.Slice(0, (int)centroids.Count).ToArray();
        }
    }

    private static float[] Blobs(int n, int d, int blobs, int seed)
    {
        var random = new Random(seed);
        double[] centers = Enumerable.Range(0, blobs * d).Select(_ => random.NextDouble() * 20 - 10).ToArray();
        return Enumerable.Range(0, n * d).Select(i => (float)(centers[i / d % blobs * d + i % d] + random.NextDouble() - 0.5)).ToArray();
    }

    private static double Error(float[] x, int d, float[] centroids)
        => Enumerable.Range(0, x.Length / d).Sum(i => Enumerable.Range(0, centroids.Length / d).Min(c => Squared(x, i, centroids, c, d)));

    private static double Squared(float[] x, int i, float[] y, int c, int d)
        => Enumerable.Range(0, d).Sum(j => Math.Pow((double)x[i * d + j] - y[c * d + j], 2));

    /// <summary>The same algorithm in double, without its special cases: no cluster may run empty.</summary>
    private static double[] Naive(float[] x, int d, int k, int iterations, Metric metric, bool spherical)
    {
        int n = x.Length / d;
        int[] start = RandomGenerator.RandPerm(n, 1235);
        double[] centroids = Enumerable.Range(0, k * d).Select(i => (double)x[start[i / d] * d + i % d]).ToArray();
        Normalize(centroids, d, spherical);
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            var sums = new double[k * d];
            var counts = new int[k];
            for (int i = 0; i < n; i++)
            {
                int nearest = Enumerable.Range(0, k).MinBy(c => Enumerable.Range(0, d).Sum(
                    j => metric == Metric.L2 ? Math.Pow(x[i * d + j] - centroids[c * d + j], 2) : -x[i * d + j] * centroids[c * d + j]));
                counts[nearest]++;
                for (int j = 0; j < d; j++)
                    sums[nearest * d + j] += x[i * d + j];
            }
            Assert.DoesNotContain(0, counts);
            for (int i = 0; i < sums.Length; i++)
                centroids[i] = sums[i] / counts[i / d];
            Normalize(centroids, d, spherical);
        }
        return centroids;
    }

    private static void Normalize(double[] centroids, int d, bool spherical)
    {
        for (int c = 0; spherical && c < centroids.Length; c += d)
        {
            double norm = Math.Sqrt(centroids.AsSpan(c, d).ToArray().Sum(value => value * value));
            for (int j = c; j < c + d; j++)
                centroids[j] /= norm;
        }
    }

    private sealed class Inline(Action<BuildProgress> report) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value) => report(value);
    }
}
