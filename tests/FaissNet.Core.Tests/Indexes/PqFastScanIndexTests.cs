using FaissNet.Contract;

namespace FaissNet.Indexes;

/// <summary>What FAISS gets wrong in 4-bit fast scans, or does in its own way, and what is done here.</summary>
public sealed class PqFastScanIndexTests
{
    private const int Dimension = IndexCases.Dimension;

    public static TheoryData<int, int> Shapes => new MatrixTheoryData<int, int>([8, 32], [32, 64, 96]);

    /// <summary>FAISS 1.7.3 counts places in 8 bits above M = 16; all versions take blocks of more than 32 for blocks of 32 here.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Reconstruct_AnyShapeOfBlocks_IsTheDecodedCode(int m, int blockSize)
    {
        using PqFastScanIndex index = Filled(m, blockSize);
        AssertHolds(index, [.. Enumerable.Range(0, IndexCases.Count)]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Remove_AnyShapeOfBlocks_KeepsTheOthersInOrder(int m, int blockSize)
    {
        using PqFastScanIndex index = Filled(m, blockSize);
        Assert.Equal(200, index.Remove(IdFilter.Where(id => id % 3 == 1)));
        AssertHolds(index, [.. Enumerable.Range(0, IndexCases.Count).Where(i => i % 3 != 1)]);
        AssertHolds(SavedAndLoaded(index), [.. Enumerable.Range(0, IndexCases.Count).Where(i => i % 3 != 1)]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Merge_AnyShapeOfBlocks_AppendsTheOther(int m, int blockSize)
    {
        using PqFastScanIndex index = Filled(m, blockSize), other = Filled(m, blockSize);
        index.Remove(IdFilter.Range(50, 10_000));
        other.Remove(IdFilter.Range(0, 583));
        index.Merge(other);
        Assert.Equal(0, other.Count);
        AssertHolds(index, [.. Enumerable.Range(0, 50), .. Enumerable.Range(583, 17)]);
    }

    /// <summary>FAISS up to 1.14.1 has kernels for few shapes and throws for batches over blocks of 64.</summary>
    [Fact]
    public void Search_BatchOverOtherBlocks_FindsWhatBlocksOf32Find()
    {
        using PqFastScanIndex expected = Filled(8, 32), wide = Filled(8, 96);
        float[] queries = IndexCases.Vectors(30, seed: 4);
        Assert.Equal(expected.Search(queries, 10).Ids, wide.Search(queries, 10).Ids);
        Assert.Equal(expected.Search(queries, 10).Distances, SavedAndLoaded(wide).Search(queries, 10).Distances);
    }

    /// <summary>FAISS 1.8 to 1.15 keeps the sum of a single result in 16 bits with a sign.</summary>
    [Fact]
    public void Search_OneResultOfALargeSum_HasThatDistance()
    {
        const int Wide = 256;
        using var index = new PqFastScanIndex(Wide, Wide);
        float[] vectors = [.. Enumerable.Range(0, 64 * Wide).Select(i => i / Wide / 63f)];
        index.Train(vectors);
        index.Add(vectors.AsSpan(0, Wide));
        float[] query = new float[Wide];
        Array.Fill(query, 1f);
        // Each of 256 sub-quantizers says 255, or nearly so: 65,280 in all.
        SearchResult<float> one = index.Search(query, 1);
        SearchResult<float> two = index.Search(query, 2);
        Assert.Equal(0, one.Ids[0]);
        Assert.InRange(one.Distances[0], 230f, 260f);
        Assert.Equal(two.Distances[0], one.Distances[0]);
    }

    /// <summary>FAISS gives the places of missing results the largest distance that the tables can express, up to 20 results.</summary>
    [Theory]
    [InlineData(Metric.L2, float.MaxValue)]
    [InlineData(Metric.InnerProduct, -float.MaxValue)]
    public void Search_MissingResults_HaveTheDistanceOfAllOtherTypes(Metric metric, float missing)
    {
        using var index = (PqFastScanIndex)IndexCases.Filled("PQ8x4fs", metric, count: 3);
        SearchResult<float> result = index.Search(IndexCases.Vectors(1, seed: 9), 6);
        Assert.Equal([-1L, -1, -1], result.Ids[3..]);
        Assert.Equal([missing, missing, missing], result.Distances[3..]);
    }

    /// <summary>As in FAISS, whose sums of the inner product begin above 0.</summary>
    [Fact]
    public void Search_SmallestInnerProductThatCodesCanHave_IsNotFound()
    {
        using var index = new PqFastScanIndex(2, 1, Metric.InnerProduct);
        float[] vectors = [.. Enumerable.Range(0, 16).SelectMany(i => (float[])[i, 1])];
        index.Train([.. vectors, .. vectors, .. vectors]);
        index.Add(vectors);
        SearchResult<float> result = index.Search([1f, 0f], 16);
        Assert.Equal([15L, 14, 13], result.Ids[..3]);
        Assert.Equal([1L, -1], result.Ids[14..]);
        Assert.DoesNotContain(0L, result.Ids);
    }

    /// <summary>FAISS before 1.15 divides by the span of the tables.</summary>
    [Fact]
    public void Search_TablesWithoutSpan_FindsVectorsAtTheirDistance()
    {
        using var index = new PqFastScanIndex(4, 2);
        float[] same = [.. Enumerable.Repeat(1f, 4 * 40)];
        index.Train(same);
        // Of equal vectors k-means makes centroids that differ; a query of zeros along one axis cannot tell them apart.
        index.Add(same.AsSpan(0, 8));
        SearchResult<float> result = index.Search([1f, 1, 1, 1], 2);
        Assert.Equal([0L, 1], result.Ids);
        Assert.All(result.Distances, distance => Assert.InRange(distance, 0f, 1e-3f));
    }

    private static PqFastScanIndex Filled(int m, int blockSize)
        => (PqFastScanIndex)IndexCases.Filled($"PQ{m}x4fs{(blockSize == 32 ? "" : $"_{blockSize}")}", Metric.L2);

    private static PqFastScanIndex SavedAndLoaded(PqFastScanIndex index)
    {
        using var stream = new MemoryStream();
        index.Save(stream);
        stream.Position = 0;
        return (PqFastScanIndex)VectorIndex.Load(stream);
    }

    /// <summary>The index holds those vectors of the test data, in this order, as its quantizer encodes them.</summary>
    private static void AssertHolds(PqFastScanIndex index, int[] rows)
    {
        float[] vectors = IndexCases.Vectors();
        Assert.Equal(rows.Length, index.Count);
        byte[] code = new byte[index.CodeSize];
        float[] decoded = new float[Dimension];
        for (int i = 0; i < rows.Length; i++)
        {
            index.Encode(vectors.AsSpan(rows[i] * Dimension, Dimension), code);
            index.Decode(code, decoded);
            Assert.Equal(decoded, index.Reconstruct(i));
        }
    }
}
