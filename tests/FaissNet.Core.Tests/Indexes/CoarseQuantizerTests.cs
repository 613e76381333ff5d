using FaissNet.Contract;

namespace FaissNet.Indexes;

/// <summary>Inverted files whose coarse quantizer is not a flat index, or compares by another metric.</summary>
public sealed class CoarseQuantizerTests
{
    private const int D = IndexCases.Dimension;

    [Theory]
    [InlineData("PQ", Metric.InnerProduct)]
    [InlineData("PQ", Metric.L2)]
    [InlineData("Flat", Metric.InnerProduct)]
    [InlineData("Flat", Metric.L2)]
    public void Search_QuantizerOfTheOtherMetric_EqualsBruteForceOverDecodedVectors(string code, Metric metric)
    {
        var coarse = new FlatIndex(D, metric == Metric.L2 ? Metric.InnerProduct : Metric.L2);
        using IvfIndex index = code == "PQ"
            ? new IvfPqIndex(coarse, 6, new ProductQuantizer(D, 8, 4), byResidual: true, metric)
            : new IvfFlatIndex(coarse, 6, metric);
        index.Train(IndexCases.Vectors());
        index.Add(IndexCases.Vectors());
        index.NProbe = 6;
        using var file = new MemoryStream();
        index.Save(file);
        file.Position = 0;
        using VectorIndex loaded = VectorIndex.Load(file);
        double[][] decoded = IndexCases.Decoded(index);
        foreach (int queries in (int[])[2, 30])
        {
            float[] vectors = IndexCases.Vectors(queries, seed: 4);
            SearchResult<float> result = loaded.Search(vectors, 10);
            for (int q = 0; q < queries; q++)
            {
                ReadOnlySpan<float> query = vectors.AsSpan(q * D, D);
                Oracle.AssertNeighbours(
                    metric, Oracle.Rank(metric, query, decoded, i => i), result.DistancesOf(q), result.IdsOf(q), Oracle.RoundingOf(query, decoded));
            }
        }
    }

    [Fact]
    public void Search_NProbeOfTheCall_DoesNotReachTheQuantizer()
    {
        using var index = (IvfIndex)IndexCases.Filled("IVF8(IVF4,Flat),Flat", Metric.L2);
        var coarse = (IvfIndex)index.CoarseQuantizer;
        coarse.NProbe = 1;
        float[] queries = IndexCases.Vectors(4, seed: 9);
        // With one list of centroids visited there are fewer lists than asked for, and no vectors from elsewhere.
        SearchResult<float> result = index.Search(queries, 600, new SearchOptions { NProbe = 8 });
        var found = new long[8];
        for (int q = 0; q < 4; q++)
        {
            coarse.Search(queries.AsSpan(q * D, D), 8, new float[8], found);
            Assert.Equal(found.Where(list => list >= 0).Sum(list => index.ListLength((int)list)), result.IdsOf(q).ToArray().Count(id => id >= 0));
        }
    }

    [Fact]
    public void Train_FailsInTheEncoder_CanBeRepeated()
    {
        using var index = (IvfIndex)VectorIndex.Create(D, "IVF8(SQ8),PQ8np");
        Assert.Throws<ArgumentException>(() => index.Train(IndexCases.Vectors(100)));
        Assert.False(index.IsTrained);
        Assert.Equal(0, index.CoarseQuantizer.Count);
        index.Train(IndexCases.Vectors());
        using var straight = (IvfIndex)IndexCases.Trained("IVF8(SQ8),PQ8np", Metric.L2);
        Assert.Equal(straight.CoarseQuantizer.Reconstruct(3), index.CoarseQuantizer.Reconstruct(3));
    }

    [Theory]
    [InlineData("IVF8(IVF4,Flat),SQ8", false)]
    [InlineData("IVF8(IVF4,Flat),Flat", true)]
    [InlineData("IVF8(SQ8),SQ8", true)]
    public void Inspect_ResidualsOfCentroidsThatFaissCannotReconstruct_AreNotForNative(string description, bool isSafe)
    {
        using VectorIndex index = IndexCases.Filled(description, Metric.L2, count: 20);
        using var file = new MemoryStream();
        index.Save(file);
        file.Position = 0;
        Assert.Equal(isSafe, FaissFile.Inspect(file).IsNativeSafe);
    }
}
