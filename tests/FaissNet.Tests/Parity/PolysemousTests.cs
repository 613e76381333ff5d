namespace FaissNet.Tests.Parity;

/// <summary>Searches that pass over codes in which too many bits differ, set by FAISS's name in both engines.</summary>
public sealed class PolysemousTests
{
    [Theory]
    [InlineData("PQ8np", Metric.L2, 26)]
    [InlineData("IVF16,PQ8np", Metric.L2, 26)]
    [InlineData("IVF16,PQ8np", Metric.InnerProduct, 26)]
    [InlineData("IVF16,PQ8x4np", Metric.L2, 14)]
    [InlineData("IVF16,PQ8np,RFlat", Metric.L2, 30)]
    public void Search_Ht_SameInBoth(string factory, Metric metric, int threshold)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (VectorIndex built = ParityCases.Build(factory, metric, 32, Engine.Managed))
            built.Save(file.Path);
        using VectorIndex native = FaissIndex.Load(file.Path, Engine.Native);
        using VectorIndex managed = FaissIndex.Load(file.Path, Engine.Managed);
        float[] queries = ParityCases.Queries(32);
        SearchResult<float> all = managed.Search(queries, ParityCases.K, ParityCases.Options);
        native.SetParameters($"ht={threshold}");
        managed.SetParameters($"ht={threshold}");

        SearchResult<float> found = managed.Search(queries, ParityCases.K, ParityCases.Options);

        Assert.NotEqual(all.Ids, found.Ids);
        ResultAssert.Same(native.Search(queries, ParityCases.K, ParityCases.Options), found, ParityCases.Magnitude(32));
    }
}
