using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaissNet.Quantizers;
using FaissNet.Testing;

namespace FaissNet.Tests.Quantizers;

public class PolysemousTrainingTests
{
    /// <summary>The digests are those of the centroids that FAISS 1.7.3 ends with after as many steps on the same vectors.</summary>
    [Theory]
    [InlineData(8, 8, 10000, "22869CEFBF8AF818")]
    [InlineData(4, 6, 50000, "86EF585473BA777A")]
    [InlineData(8, 5, 100000, "146C88ADF45A349A")]
    [InlineData(4, 4, 500000, "A46CF57284D34DF9")]
    [InlineData(2, 3, 50000, "040986E30DD892D8")]
    [InlineData(4, 1, 1000, "8FBCF7978EF96C94")]
    public void Apply_GoldenVectors_NumbersCentroidsAsFaissDoes(int m, int nBits, int iterations, string expected)
    {
        ProductQuantizer quantizer = Trained(m, nBits);
        PolysemousTraining.Apply(quantizer, BuildOptions.Default, iterations);
        Assert.Equal(expected, Digest(quantizer));
    }

    [Fact]
    public void Apply_AnyNumberOfThreads_GivesTheSame()
    {
        ProductQuantizer one = Trained(8, 4);
        PolysemousTraining.Apply(one, new BuildOptions { MaxDegreeOfParallelism = 1 }, 5000);
        ProductQuantizer four = Trained(8, 4);
        PolysemousTraining.Apply(four, new BuildOptions { MaxDegreeOfParallelism = 4 }, 5000);
        Assert.Equal(Digest(one), Digest(four));
    }

    [Fact]
    public void Apply_TrainedQuantizer_ChangesNumbersAndNotReconstructions()
    {
        float[] vectors = GoldenFiles.Get("1.7.3/Flat_l2").Base.Values;
        ProductQuantizer quantizer = Trained(4, 4);
        (byte[] codes, float[] decoded) = RoundTrip(quantizer, vectors);
        PolysemousTraining.Apply(quantizer, BuildOptions.Default, 2000);
        (byte[] newCodes, float[] newDecoded) = RoundTrip(quantizer, vectors);
        Assert.NotEqual(codes, newCodes);
        Assert.Equal(decoded, newDecoded);
    }

    [Fact]
    public void Apply_CentroidsInOnePoint_LeavesThem()
    {
        var quantizer = new ProductQuantizer(2, 1, 2);
        quantizer.Train([1, 2, 1, 2, 1, 2, 1, 2]);
        PolysemousTraining.Apply(quantizer, BuildOptions.Default, 100);
        Assert.Equal([1, 2, 1, 2, 1, 2, 1, 2], quantizer.Codebook(0).ToArray());
    }

    [Fact]
    public void Apply_Cancelled_LeavesTheCentroids()
    {
        ProductQuantizer quantizer = Trained(4, 4);
        string before = Digest(quantizer);
        using var source = new CancellationTokenSource();
        var build = new BuildOptions { CancellationToken = source.Token, Progress = new CancelAtOnce(source), MaxDegreeOfParallelism = 1 };
        Assert.ThrowsAny<OperationCanceledException>(() => PolysemousTraining.Apply(quantizer, build, 1000));
        Assert.Equal(before, Digest(quantizer));
    }

    private static ProductQuantizer Trained(int m, int nBits)
    {
        var quantizer = new ProductQuantizer(32, m, nBits);
        quantizer.Train(GoldenFiles.Get("1.7.3/Flat_l2").Base.Values);
        return quantizer;
    }

    private static (byte[] Codes, float[] Decoded) RoundTrip(ProductQuantizer quantizer, float[] vectors)
    {
        var codes = new byte[vectors.Length / quantizer.Dimension * quantizer.CodeSize];
        quantizer.Encode(vectors, codes);
        var decoded = new float[vectors.Length];
        quantizer.Decode(codes, decoded);
        return (codes, decoded);
    }

    private static string Digest(ProductQuantizer quantizer)
    {
        float[] centroids = Enumerable.Range(0, quantizer.M).SelectMany(m => quantizer.Codebook(m).ToArray()).ToArray();
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(centroids)))[..16];
    }

    private sealed class CancelAtOnce(CancellationTokenSource source) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value) => source.Cancel();
    }
}
