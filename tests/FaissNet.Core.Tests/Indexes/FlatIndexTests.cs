namespace FaissNet.Indexes;

public sealed class FlatIndexTests
{
    /// <summary>Both ways of comparing: directly, and through the tile from 20 queries on.</summary>
    public static TheoryData<int> QueryCounts => new(1, 7, 19, 20, 24);

    [Theory]
    [MemberData(nameof(QueryCounts))]
    public void Search_EqualDistancesL2_ReturnsLowestIdsAscending(int queries)
    {
        using FlatIndex index = TenEqualVectors(Metric.L2);
        SearchResult<float> result = index.Search(Ones(queries), 4);
        for (int q = 0; q < queries; q++)
            Assert.Equal([0, 1, 2, 3], result.IdsOf(q).ToArray());
    }

    [Theory]
    [MemberData(nameof(QueryCounts))]
    public void Search_EqualDistancesInnerProduct_ReturnsFirstIdsDescending(int queries)
    {
        using FlatIndex index = TenEqualVectors(Metric.InnerProduct);
        SearchResult<float> result = index.Search(Ones(queries), 4);
        for (int q = 0; q < queries; q++)
            Assert.Equal([3, 2, 1, 0], result.IdsOf(q).ToArray());
    }

    [Theory]
    [MemberData(nameof(QueryCounts))]
    public void Search_TiesAreEvictedByBetter_InnerProductLosesLowestId(int queries)
    {
        using var index = new FlatIndex(2, Metric.InnerProduct);
        index.Add([1, 1, 1, 1, 1, 1, 5, 5]);
        SearchResult<float> result = index.Search(Ones(queries, 2), 3);
        for (int q = 0; q < queries; q++)
        {
            Assert.Equal([3, 2, 1], result.IdsOf(q).ToArray());
            Assert.Equal([10, 2, 2], result.DistancesOf(q).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(QueryCounts))]
    public void Search_NearestTie_ReturnsLowestId(int queries)
    {
        foreach (Metric metric in (Metric[])[Metric.L2, Metric.InnerProduct])
        {
            using FlatIndex index = TenEqualVectors(metric);
            Assert.All(index.Search(Ones(queries), 1).Ids, id => Assert.Equal(0, id));
        }
    }

    [Fact]
    public void Search_ManyPanels_FindsEveryVectorItself()
    {
        // More vectors than one panel holds and not a whole number of panels, so that every place of a panel is met.
        const int d = 8, count = 9_001;
        using var index = new FlatIndex(d);
        float[] vectors = Random(count * d, 3);
        index.Add(vectors);
        foreach (int threads in (int[])[1, 3])
        {
            SearchResult<float> result = index.Search(vectors, 2, new SearchOptions { MaxDegreeOfParallelism = threads });
            for (int i = 0; i < count; i++)
                Assert.Equal(i, result.IdsOf(i)[0]);
        }
    }

    [Fact]
    public void Search_DirectAndThroughTile_AgreeInRanks()
    {
        const int d = 100, count = 3_000;
        foreach (Metric metric in (Metric[])[Metric.L2, Metric.InnerProduct])
        {
            using var index = new FlatIndex(d, metric);
            index.Add(Random(count * d, 4));
            float[] queries = Random(20 * d, 5);
            SearchResult<float> batch = index.Search(queries, 10);
            for (int q = 0; q < 20; q++)
            {
                SearchResult<float> one = index.Search(queries.AsSpan(q * d, d), 10);
                Assert.Equal(one.Ids, batch.IdsOf(q).ToArray());
                for (int i = 0; i < 10; i++)
                    Assert.Equal(one.Distances[i], batch.DistancesOf(q)[i], 1e-4f * Math.Abs(one.Distances[i]) + 1e-5f);
            }
        }
    }

    [Fact]
    public void Search_VectorItselfThroughTile_DistanceIsNeverNegative()
    {
        const int d = 96;
        using var index = new FlatIndex(d);
        float[] vectors = Random(200 * d, 6);
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] += 100;
        index.Add(vectors);
        Assert.All(index.Search(vectors, 1).Distances, distance => Assert.True(distance >= 0, $"the distance is {distance}"));
    }

    [Fact]
    public void RangeSearch_DistanceEqualToRadius_IsOutside()
    {
        using var l2 = new FlatIndex(1);
        l2.Add([0, 1, 2, 3]);
        RangeSearchResult<float> near = l2.RangeSearch([0], 4);
        Assert.Equal([0, 1], near.Ids);
        Assert.Equal([0, 1], near.Distances);
        using var product = new FlatIndex(1, Metric.InnerProduct);
        product.Add([0, 1, 2, 3]);
        RangeSearchResult<float> large = product.RangeSearch([2, 1], 2);
        Assert.Equal([0, 2, 3], large.Limits);
        Assert.Equal([2, 3, 3], large.Ids);
        Assert.Equal([4, 6, 3], large.Distances);
    }

    [Fact]
    public void Remove_SomePositions_RestMovesUpInOrder()
    {
        using var index = new FlatIndex(1);
        index.Add([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.Equal(3, index.Remove(IdFilter.Of(2, 5, 9, 40)));
        Assert.Equal(7, index.Count);
        float[] rest = [.. Enumerable.Range(0, 7).Select(i => index.Reconstruct(i)[0])];
        Assert.Equal([0, 1, 3, 4, 6, 7, 8], rest);
        Assert.Equal(0, index.Remove(IdFilter.Range(7, 100)));
        index.Add([10]);
        Assert.Equal(7, index.Search([10.5f], 1).Ids[0]);
    }

    [Fact]
    public void Remove_FilterThrows_LeavesIndexAsItWas()
    {
        using var index = new FlatIndex(1);
        index.Add([0, 1, 2, 3]);
        IdFilter filter = IdFilter.Where(id => id < 2 ? id == 0 : throw new InvalidDataException());
        Assert.Throws<InvalidDataException>(() => index.Remove(filter));
        Assert.Equal(4, index.Count);
        Assert.Equal([0f], index.Reconstruct(0));
    }

    [Fact]
    public void Merge_IdShift_Throws()
    {
        using var left = new FlatIndex(1);
        using var right = new FlatIndex(1);
        right.Add([3]);
        Assert.Throws<ArgumentException>(() => left.Merge(right, 5));
        Assert.Equal(1, right.Count);
        Assert.Equal(0, left.Count);
    }

    private static FlatIndex TenEqualVectors(Metric metric)
    {
        var index = new FlatIndex(3, metric);
        float[] vectors = new float[30];
        Array.Fill(vectors, 1f);
        index.Add(vectors);
        return index;
    }

    private static float[] Ones(int queries, int dimension = 3)
    {
        var ones = new float[queries * dimension];
        Array.Fill(ones, 1f);
        return ones;
    }

    private static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)random.NextDouble() - 0.5f;
        return values;
    }
}
