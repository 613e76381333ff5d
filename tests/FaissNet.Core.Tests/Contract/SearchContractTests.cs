namespace FaissNet.Contract;

/// <summary>What a search answers, for every index and both metrics.</summary>
public sealed class SearchContractTests
{
    public static TheoryData<string, Metric> All => IndexCases.All;

    public static TheoryData<string, Metric> Decoding => IndexCases.Decoding;

    public static TheoryData<string, Metric, int> AllDimensions
    {
        get
        {
            var data = new TheoryData<string, Metric, int>();
            string[] descriptions = ["Flat", "SQ8", "SQ4", "PQ4np", "PQ4x4np", "IVF4,Flat", "IVF4,SQ8", "IVF4,PQ4np", "PQ4x4np,RFlat", "IDMap2,SQ8"];
            foreach (string description in descriptions)
            {
                foreach (int dimension in (int[])[100, 512])
                {
                    data.Add(description, Metric.L2, dimension);
                    data.Add(description, Metric.InnerProduct, dimension);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Decoding))]
    public void Search_AllLists_EqualsBruteForceOverDecodedVectors(string description, Metric metric)
        => AssertEqualsBruteForce(description, metric, IndexCases.Count, IndexCases.Dimension);

    [Theory]
    [MemberData(nameof(AllDimensions))]
    public void Search_OtherDimensions_EqualsBruteForceOverDecodedVectors(string description, Metric metric, int dimension)
        => AssertEqualsBruteForce(description, metric, 300, dimension);

    [Theory]
    [MemberData(nameof(Decoding))]
    public void Search_WithFilter_FindsOnlyWhatTheFilterContains(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric);
        ComparedSpace space = ComparedSpace.Of(index);
        double[][] decoded = space.Vectors;
        float[] queries = IndexCases.Vectors(30, seed: 5);
        IdFilter[] filters =
        [
            IdFilter.Range(IndexCases.IdAt(index, 100), IndexCases.IdAt(index, 300)),
            IdFilter.Of(IndexCases.IdAt(index, 1), IndexCases.IdAt(index, 77), IndexCases.IdAt(index, 599)),
            IdFilter.Where(id => id % 2 == 0) & !IdFilter.Range(0, IndexCases.IdAt(index, 50)),
            IdFilter.Range(-5, -3),
        ];
        foreach (IdFilter filter in filters)
        {
            SearchResult<float> result = index.Search(queries, 5, new SearchOptions { Filter = filter });
            for (int q = 0; q < 30; q++)
            {
                ReadOnlySpan<float> query = space.Query(queries, q);
                (double, long)[] expected = Oracle.Rank(metric, query, decoded, i => IndexCases.IdAt(index, i), filter.Contains);
                Oracle.AssertNeighbours(metric, expected, result.DistancesOf(q), result.IdsOf(q), Oracle.RoundingOf(index, query, decoded));
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Search_EmptyIndex_FindsNothing(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Trained(description, metric);
        foreach (int queries in (int[])[1, 25])
        {
            SearchResult<float> result = index.Search(IndexCases.Vectors(queries), 3);
            Assert.All(result.Ids, id => Assert.Equal(-1, id));
            Assert.All(result.Distances, d => Assert.Equal(metric == Metric.L2 ? float.MaxValue : -float.MaxValue, d));
        }
    }

    [Theory]
    [MemberData(nameof(Decoding))]
    public void Search_MoreNeighboursThanVectors_ReturnsAllAndThenMissing(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 7);
        ComparedSpace space = ComparedSpace.Of(index);
        double[][] decoded = space.Vectors;
        foreach (int queries in (int[])[2, 25])
        {
            float[] vectors = IndexCases.Vectors(queries, seed: 8);
            SearchResult<float> result = index.Search(vectors, 10);
            for (int q = 0; q < queries; q++)
            {
                ReadOnlySpan<float> query = space.Query(vectors, q);
                (double, long)[] expected = Oracle.Rank(metric, query, decoded, i => IndexCases.IdAt(index, i));
                Oracle.AssertNeighbours(metric, expected, result.DistancesOf(q), result.IdsOf(q), Oracle.RoundingOf(index, query, decoded));
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Tier", "Independent")]
    public void Search_NoQueries_ReturnsNothing(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 20);
        Assert.Empty(index.Search([], 3).Ids);
        Assert.Empty(index.RangeSearch([], 1).Ids);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Search_AnyNumberOfThreads_ReturnsTheSame(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric);
        float[] queries = IndexCases.Vectors(70, seed: 6);
        SearchResult<float> one = index.Search(queries, 10, new SearchOptions { MaxDegreeOfParallelism = 1 });
        foreach (int threads in (int[])[2, 5, 0])
        {
            SearchResult<float> many = index.Search(queries, 10, new SearchOptions { MaxDegreeOfParallelism = threads });
            Assert.Equal(one.Ids, many.Ids);
            Assert.Equal(one.Distances, many.Distances);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Search_Warm_AllocatesNothing(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric);
        var options = new SearchOptions { MaxDegreeOfParallelism = 1 };
        // Many results are kept in another way than few.
        foreach ((int count, int k) in ((int, int)[])[(1, 10), (25, 10), (25, 150)])
        {
            float[] queries = IndexCases.Vectors(count, seed: 6);
            var distances = new float[count * k];
            var ids = new long[count * k];
            AllocationAssert.NoneOnceWarm(() => index.Search(queries, k, distances, ids, options));
        }
    }

    [Theory]
    [MemberData(nameof(Decoding))]
    public void RangeSearch_AnyRadius_EqualsBruteForce(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric);
        ComparedSpace space = ComparedSpace.Of(index);
        double[][] decoded = space.Vectors;
        float[] queries = IndexCases.Vectors(5, seed: 7);
        (double Distance, long Id)[] first = Oracle.Rank(metric, space.Query(queries, 0), decoded, i => IndexCases.IdAt(index, i));
        float radius = (float)((first[40].Distance + first[41].Distance) / 2);
        // All sign codes of a cluster may be equal.
        radius = radius == 0 ? 0.5f : radius;
        // The refine factor multiplies the radius of the base, which leaves nothing to an inner product.
        RangeSearchResult<float> result = index.RangeSearch(queries, radius, new SearchOptions { RefineFactor = metric == Metric.L2 ? null : 1 });
        for (int q = 0; q < 5; q++)
        {
            ReadOnlySpan<float> query = space.Query(queries, q);
            (double Distance, long Id)[] ranked = Oracle.Rank(metric, query, decoded, i => IndexCases.IdAt(index, i));
            double margin = 1e-4 * Math.Abs(radius) + Oracle.RoundingOf(index, query, decoded);
            // The candidates of a refine index are those that its base puts inside the radius, so some may be missing.
            bool isRefine = description.Contains("Refine") || description.Contains("RFlat");
            var inside = new HashSet<long>();
            foreach ((double distance, long id) in ranked)
            {
                double signed = metric == Metric.L2 ? distance - radius : radius - distance;
                if (signed < -margin && !isRefine)
                    Assert.Contains(id, result.IdsOf(q).ToArray());
                if (signed < margin)
                    inside.Add(id);
            }
            Assert.All(result.IdsOf(q).ToArray(), id => Assert.Contains(id, inside));
            Assert.Equal(result.IdsOf(q).Length, result.IdsOf(q).ToArray().Distinct().Count());
        }
        Assert.NotEmpty(result.Ids);
    }

    private static void AssertEqualsBruteForce(string description, Metric metric, int count, int dimension)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count, dimension);
        ComparedSpace space = ComparedSpace.Of(index);
        double[][] decoded = space.Vectors;
        Assert.Equal(count, decoded.Length);
        const int MostQueries = 50;
        float[] vectors = IndexCases.Vectors(MostQueries, dimension, seed: 2);
        var expected = new (double, long)[MostQueries][];
        var rounding = new double[MostQueries];
        for (int q = 0; q < MostQueries; q++)
        {
            float[] query = space.Query(vectors, q);
            expected[q] = Oracle.Rank(metric, query, decoded, i => IndexCases.IdAt(index, i));
            rounding[q] = Oracle.RoundingOf(index, query, decoded);
        }
        foreach ((int queries, int k) in ((int, int)[])[(1, 10), (3, 1), (19, 10), (20, 10), (33, 1), (MostQueries, 130)])
        {
            SearchResult<float> result = index.Search(vectors.AsSpan(0, queries * dimension), k);
            for (int q = 0; q < queries; q++)
                Oracle.AssertNeighbours(metric, expected[q], result.DistancesOf(q), result.IdsOf(q), rounding[q]);
        }
    }
}
