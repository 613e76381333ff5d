namespace FaissNet.Tests.Parity;

/// <summary>Sign codes with precise codes behind them are a composition of FAISS's: it opens them and answers the same.</summary>
public sealed class BinaryRerankTests
{
    private const int Dimension = 32;

    public static TheoryData<string, Metric> Cases { get; } = new()
    {
        { "LSH,RFlat", Metric.L2 },
        { "LSHrt,Refine(SQ8)", Metric.L2 },
        { "Center,LSH,Refine(SQfp16)", Metric.L2 },
        { "ITQ16,LSH,Refine(PQ4np)", Metric.L2 },
        { "RR40,Center,LSH,RFlat", Metric.InnerProduct },
        { "LSH,Refine(SQ8)", Metric.InnerProduct },
        { "IDMap,Center,LSH,Refine(SQ8)", Metric.L2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Search_BuiltByManaged_SameInBothAndSavedTheSame(string factory, Metric metric)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using VectorIndex managed = ParityCases.Build(factory, metric, Dimension, Engine.Managed);
        managed.SetParameters("k_factor_rf=4");
        managed.Save(file.Path);
        using VectorIndex native = FaissIndex.Load(file.Path, Engine.Native);
        using var saved = new MemoryStream();
        native.Save(saved);
        Assert.Equal(File.ReadAllBytes(file.Path), saved.ToArray());
        float[] queries = ParityCases.Queries(Dimension);
        foreach (SearchOptions options in (SearchOptions[])[new(), new() { RefineFactor = 9 }])
            ResultAssert.Same(native.Search(queries, 10, options), managed.Search(queries, 10, options), ParityCases.Magnitude(Dimension));
    }

    [Fact]
    public void Search_BuiltByNative_IsThisType()
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using VectorIndex native = ParityCases.Build("ITQ16,LSH,RFlat", Metric.L2, Dimension, Engine.Native);
        native.Save(file.Path);
        using VectorIndex managed = FaissIndex.Load(file.Path, Engine.Managed);
        Assert.IsType<BinaryRerankIndex>(managed);
        float[] queries = ParityCases.Queries(Dimension);
        var options = new SearchOptions { RefineFactor = 5 };
        ResultAssert.Same(native.Search(queries, 10, options), managed.Search(queries, 10, options), ParityCases.Magnitude(Dimension));
    }
}
