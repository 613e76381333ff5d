using FaissNet.Contract;

namespace FaissNet.Indexes;

/// <summary>Sign codes with vectors of the caller behind them.</summary>
public sealed class VectorSourceTests : IDisposable
{
    private const int D = 32;

    private const int Count = 600;

    private static readonly float[] s_vectors = IndexCases.Vectors(Count);

    private static readonly float[] s_queries = IndexCases.Vectors(20, seed: 5);

    private static readonly long[] s_ids = [.. Enumerable.Range(0, Count).Select(i => 90_000L - (11 * i))];

    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<Metric> Metrics { get; } = [Metric.L2, Metric.InnerProduct];

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Search_Positions_EqualsFloatsInTheIndex(Metric metric)
    {
        using BinaryRerankIndex inside = Filled(new BinaryRerankIndex(BinaryRerankIndex.CreateSigns(D), new FlatIndex(D, metric)));
        using BinaryRerankIndex outside = Filled(new BinaryRerankIndex(BinaryRerankIndex.CreateSigns(D), new ArraySource(s_vectors), metric));
        IdFilter filter = IdFilter.Where(id => id % 3 == 0);
        foreach (SearchOptions options in (SearchOptions[])[new() { RefineFactor = 6 }, new() { RefineFactor = 2, Filter = filter }, new() { MaxDegreeOfParallelism = 1 }])
        {
            SearchResult<float> expected = inside.Search(s_queries, 7, options);
            SearchResult<float> found = outside.Search(s_queries, 7, options);
            Assert.Equal(expected.Ids, found.Ids);
            Assert.Equal(expected.Distances, found.Distances);
            float radius = expected.Distances[5];
            Assert.Equal(Hits(inside.RangeSearch(s_queries, radius, options)), Hits(outside.RangeSearch(s_queries, radius, options)));
        }
        Assert.Equal(inside.Reconstruct(17), outside.Reconstruct(17));
        Assert.Throws<ArgumentOutOfRangeException>(() => outside.Reconstruct(Count));
        Assert.Equal(D / 8, outside.CodeSize);
        Assert.Equal("Center,LSH,Refine(source)", outside.Description);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void IdsOfTheCaller_AddUpdateRemoveMerge_AskTheSourceForThem(Metric metric)
    {
        var source = new ArraySource(s_vectors, s_ids);
        using BinaryRerankIndex index = WithIds(source, metric);
        index.AddWithIds(s_vectors.AsSpan(0, 400 * D), s_ids.AsSpan(0, 400));
        using var other = (BinaryRerankIndex)index.Clone();
        other.Reset();
        other.AddWithIds(s_vectors.AsSpan(400 * D), s_ids.AsSpan(400));
        index.Merge(other);
        Assert.Equal((Count, 0), (index.Count, other.Count));
        Assert.Throws<InvalidOperationException>(() => index.Add(s_queries));
        AssertNearest(index, source, metric, s_ids);

        Assert.Equal(2, index.Remove(IdFilter.Of(s_ids[5], s_ids[6])));
        source.Vectors[s_ids[9]] = s_queries.AsSpan(0, D).ToArray();
        Assert.Equal(1, index.Update(s_queries.AsSpan(0, D), [s_ids[9]]));

        AssertNearest(index, source, metric, [.. s_ids.Except([s_ids[5], s_ids[6]])]);
        if (metric == Metric.L2)
            Assert.Equal((s_ids[9], 0f), (index.Search(s_queries.AsSpan(0, D), 1).Ids[0], index.Search(s_queries.AsSpan(0, D), 1).Distances[0]));
        using BinaryRerankIndex elsewhere = WithIds(new ArraySource(s_vectors, s_ids), metric);
        Assert.Throws<ArgumentException>(() => index.Merge(elsewhere));
    }

    [Fact]
    public void Positions_CannotBeRemovedOrMerged_BecauseTheSourceWouldNotFollow()
    {
        var source = new ArraySource(s_vectors);
        using BinaryRerankIndex index = Filled(new BinaryRerankIndex(BinaryRerankIndex.CreateSigns(D), source));
        using VectorIndex other = index.Clone();
        Assert.Throws<NotSupportedException>(() => index.Remove(IdFilter.Of(1)));
        Assert.Throws<NotSupportedException>(() => index.Merge(other));
        Assert.Throws<NotSupportedException>(() => index.AddWithIds(s_queries.AsSpan(0, D), [7]));
        Assert.Equal(Count, index.Count);
        index.Add(s_queries);
        Assert.Throws<InvalidOperationException>(() => index.Search(s_queries, 1));
        Assert.Throws<InvalidOperationException>(() => index.RangeSearch(s_queries, 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SaveAndLoad_TheSourceComesAgain_AnswersTheSame(bool mapped)
    {
        var source = new ArraySource(s_vectors, s_ids);
        using BinaryRerankIndex index = WithIds(source, Metric.InnerProduct);
        index.AddWithIds(s_vectors, s_ids);
        index.QualityCard = "{}";
        index.Save(_path);
        using BinaryRerankIndex loaded = BinaryRerankIndex.Load(_path, source, Metric.InnerProduct, new LoadOptions { MemoryMap = mapped });
        var options = new SearchOptions { RefineFactor = 5 };
        Assert.Equal(index.Search(s_queries, 6, options).Ids, loaded.Search(s_queries, 6, options).Ids);
        Assert.Equal((mapped, "{}"), (loaded.IsMemoryMapped, loaded.QualityCard));
        if (mapped)
            Assert.Throws<InvalidOperationException>(loaded.Reset);
        using VectorIndex signs = VectorIndex.Load(_path);
        Assert.IsType<LshIndex>(Assert.IsType<PreTransformIndex>(Assert.IsType<IdMapIndex>(signs).Inner).Inner);
        using var flat = new FlatIndex(D);
        flat.Save(_path);
        Assert.Throws<ArgumentException>(() => BinaryRerankIndex.Load(_path, source));
    }

    [Fact]
    public void IndexVectorSource_OfAMappedFile_IsASourceOnDisk()
    {
        using (var flat = new FlatIndex(D))
        {
            flat.Add(s_vectors);
            flat.Save(_path);
        }
        using VectorIndex vectors = VectorIndex.Load(_path, new LoadOptions { MemoryMap = true });
        var source = new IndexVectorSource(vectors);
        using BinaryRerankIndex index = Filled(new BinaryRerankIndex(BinaryRerankIndex.CreateSigns(D), source) { KFactor = 100 });
        SearchResult<float> expected = vectors.Search(s_queries, 6);
        Assert.Equal(expected.Ids, index.Search(s_queries, 6).Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Read([Count], new float[D]));
        Assert.Throws<ArgumentException>(() => source.Read([1, 2], new float[D]));
        Assert.Throws<ArgumentException>(() => new BinaryRerankIndex(BinaryRerankIndex.CreateSigns(D + 1), source));
    }

    [Fact]
    public void Search_Warm_AllocatesNothing()
    {
        using BinaryRerankIndex index = Filled(new BinaryRerankIndex(BinaryRerankIndex.CreateSigns(D), new ArraySource(s_vectors)) { KFactor = 100 });
        var distances = new float[20 * 4];
        var ids = new long[20 * 4];
        var options = new SearchOptions { MaxDegreeOfParallelism = 1 };
        AllocationAssert.NoneOnceWarm(() => index.Search(s_queries, 4, distances, ids, options));
    }

    [Fact]
    public void Search_SourceThatFails_ThrowsWhatItThrew()
    {
        var source = new ArraySource(s_vectors);
        using BinaryRerankIndex index = Filled(new BinaryRerankIndex(BinaryRerankIndex.CreateSigns(D), source));
        source.Vectors.Clear();
        source.StatedCount = Count;
        Assert.Throws<KeyNotFoundException>(() => index.Search(s_queries, 1));
        Assert.Throws<KeyNotFoundException>(() => index.RangeSearch(s_queries, 1));
    }

    private static BinaryRerankIndex Filled(BinaryRerankIndex index)
    {
        index.Train(s_vectors);
        index.Add(s_vectors);
        return index;
    }

    private static BinaryRerankIndex WithIds(IVectorSource source, Metric metric)
    {
        var index = new BinaryRerankIndex(new IdMapIndex(BinaryRerankIndex.CreateSigns(D)), source, metric) { KFactor = 1000 };
        index.Train(s_vectors);
        return index;
    }

    private static void AssertNearest(BinaryRerankIndex index, ArraySource source, Metric metric, long[] ids)
    {
        double[][] vectors = [.. ids.Select(id => Array.ConvertAll(source.Vectors[id], x => (double)x))];
        SearchResult<float> result = index.Search(s_queries, 9);
        RangeSearchResult<float> range = index.RangeSearch(s_queries, result.Distances[8]);
        for (int q = 0; q < result.QueryCount; q++)
        {
            ReadOnlySpan<float> query = s_queries.AsSpan(q * D, D);
            (double Distance, long Id)[] expected = Oracle.Rank(metric, query, vectors, i => ids[i]);
            Oracle.AssertNeighbours(metric, expected, result.DistancesOf(q), result.IdsOf(q), Oracle.RoundingOf(query, vectors));
        }
        Assert.Equal(result.IdsOf(0)[..8].ToArray().Order(), range.IdsOf(0).ToArray().Order());
    }

    private static (long, float)[][] Hits(RangeSearchResult<float> result)
        => [.. Enumerable.Range(0, result.QueryCount).Select(q => result.IdsOf(q).ToArray().Zip(result.DistancesOf(q).ToArray()).Order().ToArray())];

    /// <summary>Vectors in memory, by id.</summary>
    private sealed class ArraySource : IVectorSource
    {
        public ArraySource(float[] vectors, long[]? ids = null)
        {
            for (int i = 0; i < vectors.Length / D; i++)
                Vectors[ids?[i] ?? i] = vectors.AsSpan(i * D, D).ToArray();
        }

        public Dictionary<long, float[]> Vectors { get; } = [];

        public long? StatedCount { get; set; }

        public int Dimension => D;

        public long Count => StatedCount ?? Vectors.Count;

        public void Read(ReadOnlySpan<long> ids, Span<float> destination)
        {
            for (int i = 0; i < ids.Length; i++)
                Vectors[ids[i]].CopyTo(destination[(i * D)..]);
        }
    }
}
