using FaissNet.Clustering;
using FaissNet.Storage;
using FaissNet.Testing;
using FaissNet.Tests.Quantizers;

namespace FaissNet.Tests.Clustering;

public unsafe class KMeansGoldenTests
{
    public static TheoryData<string> Inverted => [.. GoldenFiles.Keys("IVF8,Flat")];

    [Theory]
    [MemberData(nameof(Inverted))]
    public void Train_OnGoldenVectors_GivesTheCoarseCentroidsOfFaiss(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using var state = new GoldenState(file);
        Assert.Equal("IwFl", state.FourCc());
        float[] expected = state.InvertedFile();
        bool isProduct = file.MetricName == "ip";
        var options = new KMeansOptions
        {
            Iterations = 10,
            Metric = isProduct ? Metric.InnerProduct : Metric.L2,
            Spherical = isProduct,
        };

        fixed (float* values = file.Base.Values)
        {
            var vectors = new Rows<float>(values, file.Base.Rows, file.Base.Columns);
            using AlignedBuffer<float> centroids = KMeans.Train(vectors, 8, options, BuildOptions.Default);
            Assert.InRange(Parity.LargestDifference(expected, centroids.Slice(0, (int)centroids.Count)), 0, 1e-4f);
        }
    }
}
