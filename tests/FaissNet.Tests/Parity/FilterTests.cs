namespace FaissNet.Tests.Parity;

/// <summary>Every kind of filter chooses the same in both engines.</summary>
public sealed class FilterTests
{
    private const int Dimension = 32;

    private static readonly Dictionary<string, IdFilter> s_filters = new()
    {
        ["range"] = IdFilter.Range(100, 300),
        ["empty range"] = IdFilter.Range(5, 5),
        ["set"] = IdFilter.Of(3, 700, 1499, 5000, 12),
        ["bitmap"] = IdFilter.Bitmap([0b1010_1010, 0xff, 0, 0xff]),
        ["predicate"] = IdFilter.Where(id => id % 7 == 3),
        ["and"] = IdFilter.Range(0, 900) & IdFilter.Where(id => id % 2 == 0),
        ["or"] = IdFilter.Of(1, 2, 3) | IdFilter.Range(1000, 1100),
        ["not"] = !IdFilter.Range(10, 1490),
        ["not predicate"] = !IdFilter.Where(id => id % 7 == 3),
    };

    public static TheoryData<string, string> Cases { get; } =
        Cross(["Flat", "SQ8", "PQ4x4np", "IVF16,Flat", "IVF16,PQ4x4np", "PQ4x4np,RFlat"]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Search_Filtered_SameInBoth(string factory, string name)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (VectorIndex index = ParityCases.Build(factory, Metric.L2, Dimension, Engine.Managed))
            index.Save(file.Path);
        SearchOptions options = ParityCases.Options with { Filter = s_filters[name] };

        VerificationReport report = FaissIndex.Verify(file.Path, ParityCases.Queries(Dimension), ParityCases.K, options);

        Assert.True(report.Equal, report.ToString());
    }

    [Theory]
    [InlineData("set")]
    [InlineData("predicate")]
    [InlineData("not predicate")]
    public void Search_FilteredIdMap_SameInBoth(string name)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (VectorIndex index = ParityCases.Build("IDMap,Flat", Metric.L2, Dimension, Engine.Managed))
            index.Save(file.Path);
        SearchOptions options = ParityCases.Options with { Filter = s_filters[name] | IdFilter.Of(1_000_000_000_007) };

        VerificationReport report = FaissIndex.Verify(file.Path, ParityCases.Queries(Dimension), ParityCases.K, options);

        Assert.True(report.Equal, report.ToString());
    }

    [Theory]
    [InlineData("Flat")]
    [InlineData("IVF16,Flat")]
    public void Remove_Filtered_SameInBoth(string factory)
    {
        NativeEngineRequired.Check();
        using VectorIndex managed = ParityCases.Build(factory, Metric.L2, Dimension, Engine.Managed);
        using VectorIndex native = ParityCases.Build(factory, Metric.L2, Dimension, Engine.Native);
        IdFilter filter = IdFilter.Where(id => id % 3 == 0) & !IdFilter.Of(3, 6);

        Assert.Equal(498, native.Remove(filter));
        Assert.Equal(498, managed.Remove(filter));
        float[] queries = ParityCases.Queries(Dimension);
        ResultAssert.Same(
            native.Search(queries, ParityCases.K, ParityCases.Options),
            managed.Search(queries, ParityCases.K, ParityCases.Options),
            ParityCases.Magnitude(Dimension));
    }

    [Theory]
    [InlineData("Flat", Metric.L2, 4f)]
    [InlineData("Flat", Metric.InnerProduct, 3f)]
    [InlineData("IVF16,PQ4x4np", Metric.L2, 4f)]
    public void RangeSearch_SameInBoth(string factory, Metric metric, float radius)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (VectorIndex index = ParityCases.Build(factory, metric, Dimension, Engine.Managed))
            index.Save(file.Path);
        using VectorIndex managed = FaissIndex.Load(file.Path, Engine.Managed);
        using VectorIndex native = FaissIndex.Load(file.Path, Engine.Native);
        float[] queries = ParityCases.Queries(Dimension);

        RangeSearchResult<float> expected = native.RangeSearch(queries, radius, ParityCases.Options);
        RangeSearchResult<float> actual = managed.RangeSearch(queries, radius, ParityCases.Options);

        Assert.NotEmpty(expected.Ids);
        Assert.Equal(expected.Limits, actual.Limits);
        for (int query = 0; query < expected.QueryCount; query++)
            Assert.Equal(expected.IdsOf(query).ToArray().Order(), actual.IdsOf(query).ToArray().Order());
    }

    private static TheoryData<string, string> Cross(string[] factories)
    {
        var data = new TheoryData<string, string>();
        foreach (string factory in factories)
        {
            foreach (string name in s_filters.Keys)
                data.Add(factory, name);
        }
        return data;
    }
}
