using FaissNet.Contract;
using FaissNet.Tests.Serialization;

namespace FaissNet.Indexes;

public sealed class PqIndexTests
{
    [Fact]
    public void Search_PolysemousTraining_ChangesCodesButNotDistances()
    {
        using var plain = (PqIndex)IndexCases.Filled("PQ4x4np", Metric.L2);
        using var polysemous = (PqIndex)IndexCases.Filled("PQ4x4", Metric.L2);
        float[] queries = IndexCases.Vectors(5, seed: 2);
        SearchResult<float> expected = plain.Search(queries, 10);
        SearchResult<float> actual = polysemous.Search(queries, 10);
        for (int i = 0; i < expected.Distances.Length; i++)
            Assert.Equal(expected.Distances[i], actual.Distances[i], 1e-4f);
        Assert.NotEqual(plain.Quantizer.Codebook(0).ToArray(), polysemous.Quantizer.Codebook(0).ToArray());
    }

    [Fact]
    public void Properties_NewIndex_AreFaisssDefaults()
    {
        using var index = new PqIndex(32, 8, 6);
        Assert.Equal(8, index.M);
        Assert.Equal(6, index.NBits);
        Assert.Equal(6, index.CodeSize);
        Assert.Equal(49, index.PolysemousHt);
        Assert.Equal(0, index.SearchType);
        Assert.False(index.EncodeSigns);
        Assert.False(index.PolysemousTraining);
        Assert.Throws<ArgumentException>(() => new PqIndex(30, 8));
    }

    [Fact]
    public void Search_OtherSearchTypeOfAFile_SaysThatItNeedsTheNativeEngine()
    {
        using var index = (PqIndex)IndexCases.Filled("PQ4x4np", Metric.L2, count: 10);
        index.SearchType = 1;
        byte[] file = SmallFiles.Save(index);
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => VectorIndex.Load(new MemoryStream(file)));
        Assert.Contains("native engine", e.Message);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Search_EqualCodes_TiesAscendForL2(int nBits)
    {
        using var index = (PqIndex)IndexCases.Trained($"PQ8x{nBits}np", Metric.L2);
        float[] one = IndexCases.Vectors(1);
        // Across the boundary of two blocks of 64.
        for (int i = 0; i < 100; i++)
            index.Add(one);
        Assert.Equal(Enumerable.Range(0, 70).Select(i => (long)i), index.Search(one, 70).Ids);
        using var product = (PqIndex)IndexCases.Trained($"PQ8x{nBits}np", Metric.InnerProduct);
        for (int i = 0; i < 100; i++)
            product.Add(one);
        Assert.Equal(Enumerable.Range(0, 70).Select(i => 69L - i), product.Search(one, 70).Ids);
    }

    [Fact]
    public void Remove_EverySecond_RestKeepsItsCodes()
    {
        using var index = (PqIndex)IndexCases.Filled("PQ8np", Metric.L2);
        double[][] before = IndexCases.Decoded(index);
        index.Remove(IdFilter.Where(id => id % 2 == 1));
        double[][] after = IndexCases.Decoded(index);
        Assert.Equal(300, after.Length);
        for (int i = 0; i < 300; i++)
            Assert.Equal(before[2 * i], after[i]);
    }
}
