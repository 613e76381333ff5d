namespace FaissNet.Contract;

/// <summary>An index that is mapped to its file answers as one that was read, and cannot be changed.</summary>
public sealed class MappedContractTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<string, Metric> All => IndexCases.All;

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(All))]
    public void Map_AnyIndex_AnswersAsTheLoadedOne(string description, Metric metric)
    {
        using (VectorIndex saved = IndexCases.Filled(description, metric))
            saved.Save(_path);
        using VectorIndex loaded = VectorIndex.Load(_path);
        using VectorIndex mapped = VectorIndex.Load(_path, new LoadOptions { MemoryMap = true });
        Assert.True(mapped.IsMemoryMapped);
        Assert.False(loaded.IsMemoryMapped);
        Assert.Equal(loaded.Count, mapped.Count);
        IdFilter filter = IdFilter.Range(IndexCases.IdAt(loaded, 100), IndexCases.IdAt(loaded, 300));
        foreach (SearchOptions options in (SearchOptions[])[SearchOptions.Default, new() { Filter = filter }, new() { MaxDegreeOfParallelism = 1 }])
        {
            foreach (int count in (int[])[1, 130])
            {
                float[] queries = IndexCases.Vectors(count, seed: 3);
                SearchResult<float> expected = loaded.Search(queries, 10, options);
                SearchResult<float> result = mapped.Search(queries, 10, options);
                Assert.Equal(expected.Ids, result.Ids);
                Assert.Equal(expected.Distances, result.Distances);
            }
        }
        float radius = metric == Metric.L2 ? 20 : 5;
        float[] few = IndexCases.Vectors(5, seed: 4);
        Assert.Equal(loaded.RangeSearch(few, radius).Ids, mapped.RangeSearch(few, radius).Ids);
        Assert.Equal(Bytes(loaded), Bytes(mapped));
    }

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Tier", "Independent")]
    public void Map_AnyChange_IsRefusedAndChangesNothing(string description, Metric metric)
    {
        using VectorIndex other = IndexCases.Filled(description, metric, count: 50);
        other.Save(_path);
        using VectorIndex mapped = VectorIndex.Load(_path, new LoadOptions { MemoryMap = true });
        float[] vectors = IndexCases.Vectors(3);
        Action[] changes =
        [
            () => mapped.Train(vectors),
            () => mapped.Add(vectors),
            () => mapped.AddWithIds(vectors, [1, 2, 3]),
            () => mapped.Remove(IdFilter.Range(0, 5)),
            () => mapped.Merge(other),
            () => other.Merge(mapped),
            mapped.Reset,
        ];
        foreach (Action change in changes)
            Assert.Contains("mapped to its file", Assert.Throws<InvalidOperationException>(change).Message);
        Assert.Equal(File.ReadAllBytes(_path), Bytes(mapped));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Map_WarmSearch_AllocatesNothing(string description, Metric metric)
    {
        using (VectorIndex saved = IndexCases.Filled(description, metric))
            saved.Save(_path);
        using VectorIndex mapped = VectorIndex.Load(_path, new LoadOptions { MemoryMap = true });
        var options = new SearchOptions { MaxDegreeOfParallelism = 1 };
        float[] queries = IndexCases.Vectors(25, seed: 6);
        var distances = new float[250];
        var ids = new long[250];
        AllocationAssert.NoneOnceWarm(() => mapped.Search(queries, 10, distances, ids, options));
    }

    private static byte[] Bytes(VectorIndex index)
    {
        using var stream = new MemoryStream();
        index.Save(stream);
        return stream.ToArray();
    }
}
