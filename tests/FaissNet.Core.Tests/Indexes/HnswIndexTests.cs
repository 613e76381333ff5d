using FaissNet.Contract;
using FaissNet.Tests.Serialization;

namespace FaissNet;

/// <summary>
/// Graphs that the tests have made: two levels, and on the lowest each vector knows the two before and after it and some nearest ones, so that every
/// vector can be reached. What FAISS has built is searched in the golden and parity tests.
/// </summary>
public sealed class HnswIndexTests
{
    private const int Places = 8;

    [Theory]
    [InlineData("Flat", Metric.L2)]
    [InlineData("Flat", Metric.InnerProduct)]
    [InlineData("SQ8", Metric.L2)]
    [InlineData("SQfp16", Metric.InnerProduct)]
    [InlineData("PQ8np", Metric.L2)]
    [InlineData("PQ8x4np", Metric.InnerProduct)]
    public void Search_ManyCandidates_FindsWhatTheStorageFinds(string storage, Metric metric)
    {
        using HnswIndex index = Build(storage, metric);
        float[] queries = IndexCases.Vectors(25, seed: 5);
        SearchOptions everything = new() { EfSearch = IndexCases.Count };
        IdFilter third = IdFilter.Where(id => id % 3 == 0);
        foreach (SearchOptions options in (SearchOptions[])[everything, everything with { Filter = third }, everything with { MaxDegreeOfParallelism = 1 }])
        {
            SearchResult<float> expected = index.Storage.Search(queries, 10, options with { MaxDegreeOfParallelism = 1 });
            SearchResult<float> found = index.Search(queries, 10, options);
            for (int i = 0; i < expected.Ids.Length; i++)
                Assert.Equal(expected.Distances[i], found.Distances[i], 1e-4f * Math.Max(1, Math.Abs(expected.Distances[i])));
            // Product codes are often equal, and which of equal ones stays at the end of a row depends on the way.
            if (!storage.StartsWith("PQ", StringComparison.Ordinal))
                Assert.True(expected.Ids.Zip(found.Ids).Count(pair => pair.First == pair.Second) >= 0.99 * expected.Ids.Length);
        }
        float radius = index.Storage.Search(queries, 15).Distances[14];
        Assert.Equal(
            index.Storage.RangeSearch(queries.AsSpan(0, 32), radius).Ids.Order(),
            index.RangeSearch(queries.AsSpan(0, 32), radius, everything).Ids.Order());
    }

    [Fact]
    public void Search_FewCandidates_FindsLessAndNeverMoreThanK()
    {
        using HnswIndex index = Build("Flat", Metric.L2);
        float[] queries = IndexCases.Vectors(50, seed: 5);
        long[] truth = index.Storage.Search(queries, 10).Ids;
        double few = Overlap(truth, index.Search(queries, 10, new SearchOptions { EfSearch = 1 }).Ids);
        double many = Overlap(truth, index.Search(queries, 10, new SearchOptions { EfSearch = 200 }).Ids);
        Assert.True(few <= many, $"{few} with 1 candidate, {many} with 200");
        Assert.True(many > 0.95, $"{many} with 200");
        SearchResult<float> tooMany = index.Search(queries.AsSpan(0, 32), 700, new SearchOptions { EfSearch = 600 });
        Assert.Equal(600, tooMany.Ids.Count(id => id >= 0));
        Assert.Equal(Enumerable.Repeat(-1L, 100), tooMany.Ids[600..]);
        Assert.All(tooMany.Distances[600..], distance => Assert.Equal(float.MaxValue, distance));
    }

    [Fact]
    public void Search_EmptyGraph_FindsNothing()
    {
        using var index = new HnswIndex(new FlatIndex(4), new HnswGraph([1], [0, Places]));
        Assert.Equal([-1L, -1L], index.Search(new float[4], 2).Ids);
        Assert.Empty(index.RangeSearch(new float[4], 9).Ids);
        Assert.Equal((0L, 4, "HNSW4,Flat"), (index.Count, index.M, index.Description));
    }

    [Theory]
    [InlineData("Flat")]
    [InlineData("SQ8")]
    [InlineData("PQ8np")]
    public void SaveAndLoad_Graph_IsTheSameGraph(string storage)
    {
        using HnswIndex index = Build(storage, Metric.L2);
        index.SetParameters("efSearch=77,efConstruction=55");
        byte[] file = SmallFiles.Save(index);
        using var loaded = (HnswIndex)VectorIndex.Load(new MemoryStream(file));
        Assert.Equal(file, SmallFiles.Save(loaded));
        Assert.Equal((77, 55, index.M, index.Description), (loaded.EfSearch, loaded.Graph.EfConstruction, loaded.M, loaded.Description));
        float[] queries = IndexCases.Vectors(10, seed: 5);
        Assert.Equal(index.Search(queries, 10).Ids, loaded.Search(queries, 10).Ids);
        using VectorIndex clone = loaded.Clone();
        Assert.Equal(index.Search(queries, 10).Ids, clone.Search(queries, 10).Ids);
        Assert.Equal(index.Reconstruct(17), clone.Reconstruct(17));
    }

    [Fact]
    public void Change_Graph_IsRefusedAndChangesNothing()
    {
        using HnswIndex index = Build("SQ8", Metric.L2);
        using HnswIndex other = Build("SQ8", Metric.L2);
        byte[] before = SmallFiles.Save(index);
        float[] one = IndexCases.Vectors(1);
        Assert.Contains("does not build", Assert.Throws<NotSupportedException>(() => index.Add(one)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => index.AddWithIds(one, [5]));
        Assert.Throws<NotSupportedException>(() => index.Remove(IdFilter.Of(3)));
        Assert.Throws<NotSupportedException>(() => index.Update(one, [3]));
        Assert.Throws<NotSupportedException>(() => index.Merge(other));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.EfSearch = 0);
        Assert.Throws<ArgumentException>(() => index.SetParameters("efSearch=0"));
        Assert.Throws<ArgumentException>(() => index.SetParameters("nprobe=2"));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(one, 1, new SearchOptions { EfSearch = 0 }));
        Assert.Equal(before, SmallFiles.Save(index));
        index.Reset();
        Assert.Equal((0L, -1L), (index.Count, index.Search(one, 1).Ids[0]));
    }

    [Fact]
    public void Search_Warm_AllocatesNothing()
    {
        using HnswIndex index = Build("SQ8", Metric.L2);
        float[] queries = IndexCases.Vectors(4, seed: 5);
        var distances = new float[40];
        var ids = new long[40];
        SearchOptions options = new() { MaxDegreeOfParallelism = 1 };
        AllocationAssert.NoneOnceWarm(() => index.Search(queries, 10, distances, ids, options));
    }

    [Fact]
    public void CoarseQuantizer_Graph_FindsTheListsAndTakesItsParameter()
    {
        using var exact = (IvfFlatIndex)IndexCases.Filled("IVF8,Flat", Metric.L2);
        using HnswIndex graph = Over((FlatIndex)exact.CoarseQuantizer.Clone());
        using var index = new IvfFlatIndex(graph, 8);
        // Centroids that are there stay.
        index.Train(IndexCases.Vectors());
        index.Add(IndexCases.Vectors());
        index.SetParameters("efSearch=50,nprobe=3");
        Assert.Equal((50, 3), (graph.EfSearch, index.NProbe));
        index.SetParameters("quantizer_efSearch=60");
        Assert.Equal(60, graph.EfSearch);
        exact.NProbe = 3;
        float[] queries = IndexCases.Vectors(20, seed: 5);
        Assert.Equal(exact.Search(queries, 5).Ids, index.Search(queries, 5).Ids);
        Assert.Equal("IVF8_HNSW8,Flat", index.Description);
        byte[] file = SmallFiles.Save(index);
        using VectorIndex loaded = VectorIndex.Load(new MemoryStream(file));
        Assert.Equal(index.Search(queries, 5).Ids, loaded.Search(queries, 5).Ids);
        Assert.Equal("IVF8_HNSW8,Flat", FaissFile.Inspect(new MemoryStream(file)).Description);
    }

    private static HnswIndex Build(string storage, Metric metric) => Over((FlatCodesIndex)IndexCases.Filled(storage, metric));

    /// <summary>A graph over vectors that are there: every tenth is also on the second level.</summary>
    private static HnswIndex Over(FlatCodesIndex storage)
    {
        int count = (int)storage.Count;
        var graph = new HnswGraph([0.9, 0.1], [0, 2 * Places, 3 * Places]);
        for (int i = 0; i < count; i++)
            graph.AddNode(i % 10 == 0 ? 2 : 1);
        for (int i = 0; i < count; i++)
        {
            IEnumerable<int> around = ((int[])[i - 1, i + 1, i - 2, i + 2]).Where(j => j >= 0 && j < count);
            IEnumerable<int> near = storage.Search(storage.Reconstruct(i), Math.Min(count, 3 * Places)).Ids.Select(id => (int)id).Where(j => j >= 0 && j != i);
            Fill(graph.Places(i, 0), around.Concat(near).Distinct());
            if (i % 10 == 0)
                Fill(graph.Places(i, 1), ((int[])[i - 10, i + 10, i - 20, i + 20]).Where(j => j >= 0 && j < count));
        }
        (graph.EntryPoint, graph.MaxLevel) = (0, 1);
        return new HnswIndex(storage, graph);
    }

    private static void Fill(Span<int> places, IEnumerable<int> neighbours)
    {
        int at = 0;
        foreach (int neighbour in neighbours.Take(places.Length))
            places[at++] = neighbour;
    }

    private static double Overlap(long[] truth, long[] found)
    {
        int common = 0;
        for (int q = 0; q < truth.Length / 10; q++)
            common += truth.Skip(10 * q).Take(10).Intersect(found.Skip(10 * q).Take(10)).Count();
        return common / (double)truth.Length;
    }
}
