namespace FaissNet.Tests.Parity;

/// <summary>
/// 4-bit fast scans: FAISS rounds its tables of distances to bytes, so that answers agree only where both engines round every entry alike. With fewer
/// than 16 components per sub-quantizer the C# engine adds up in FAISS's order, and they do.
/// </summary>
public sealed class FastScanTests(ITestOutputHelper output)
{
    private const int FewQueries = 12;

    public static TheoryData<string, Metric, int> Cases
    {
        get
        {
            var data = new TheoryData<string, Metric, int>();
            foreach ((string code, int dimension) in ((string, int)[])
                [
                    ("PQ8x4fs", 32), ("PQ16x4fs", 32), ("PQ32x4fs", 32), ("PQ4x4fs", 32), ("PQ5x4fs", 35), ("PQ50x4fs", 100), ("PQ20x4fs", 100),
                    ("PQ64x4fs", 512), ("PQ100x4fs", 1200),
                ])
            {
                foreach (Metric metric in (Metric[])[Metric.L2, Metric.InnerProduct])
                {
                    data.Add(code, metric, dimension);
                    if (dimension > 200)
                        continue;
                    data.Add("IVF16," + code, metric, dimension);
                    data.Add("IVF16," + code + "r", metric, dimension);
                }
            }
            return data;
        }
    }

    /// <summary>20 candidates: from 21 on FAISS collects them in a reservoir, where it is chance which of equal ones stay.</summary>
    [Theory]
    [InlineData("IVF16,PQ8x4fs,RFlat", Metric.L2)]
    [InlineData("PQ8x4fs,RFlat", Metric.InnerProduct)]
    [InlineData("PQ8x4fs,Refine(SQ8)", Metric.InnerProduct)]
    public void Search_Refined_SameInBoth(string factory, Metric metric)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (VectorIndex index = ParityCases.Build(factory, metric, 32, Engine.Managed))
            index.Save(file.Path);

        VerificationReport report = FaissIndex.Verify(
            file.Path, TestVectors.Clustered(FewQueries, 32, 20, seed: 3), 10, ParityCases.Options with { RefineFactor = 2 });

        Assert.True(report.Equal, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Search_BuiltByEither_SameInBoth(string factory, Metric metric, int dimension)
    {
        NativeEngineRequired.Check();
        foreach (Engine builder in (Engine[])[Engine.Managed, Engine.Native])
        {
            using var file = new TemporaryFile();
            using (VectorIndex index = ParityCases.Build(factory, metric, dimension, builder))
                index.Save(file.Path);
            float[] queries = TestVectors.Clustered(FewQueries, dimension, 20, seed: 3);
            // A heap, a reservoir, and the handler for one result.
            foreach (int k in (int[])[10, 40, 1])
            {
                VerificationReport report = FaissIndex.Verify(file.Path, queries, k, ParityCases.Options);
                output.WriteLine(report.ToString());
                Assert.True(report.Equal, report.ToString());
            }
            using VectorIndex other = FaissIndex.Load(file.Path, builder == Engine.Managed ? Engine.Native : Engine.Managed);
            using var saved = new MemoryStream();
            other.Save(saved);
            Assert.Equal(File.ReadAllBytes(file.Path), saved.ToArray());
        }
    }

    [Theory]
    [InlineData("PQ8x4fs", Metric.L2)]
    [InlineData("IVF16,PQ8x4fs", Metric.L2)]
    [InlineData("IVF16,PQ8x4fsr", Metric.L2)]
    [InlineData("IVF16,PQ8x4fsr", Metric.InnerProduct)]
    public void Train_SameVectors_SameFile(string factory, Metric metric)
    {
        NativeEngineRequired.Check();
        using VectorIndex managed = ParityCases.Build(factory, metric, 32, Engine.Managed);
        using VectorIndex native = ParityCases.Build(factory, metric, 32, Engine.Native);
        using MemoryStream first = new(), second = new();
        managed.Save(first);
        native.Save(second);

        Assert.Equal(second.Length, first.Length);
        int different = first.ToArray().Zip(second.ToArray()).Count(pair => pair.First != pair.Second);
        output.WriteLine($"{factory} {metric}: {different} of {first.Length} bytes differ");
        // Centroids may differ in their last bits; codes and lists must not.
        Assert.True(different < first.Length / 20, $"{different} of {first.Length} bytes differ");
    }

    [Theory]
    [InlineData("PQ8x4fs")]
    [InlineData("PQ16x4fs")]
    public void Remove_Some_SameInBoth(string factory)
    {
        NativeEngineRequired.Check();
        using VectorIndex managed = ParityCases.Build(factory, Metric.L2, 32, Engine.Managed);
        using var file = new TemporaryFile();
        managed.Save(file.Path);
        using VectorIndex native = FaissIndex.Load(file.Path, Engine.Native);
        IdFilter filter = IdFilter.Where(id => id % 3 == 0);

        Assert.Equal(500, native.Remove(filter));
        Assert.Equal(500, managed.Remove(filter));
        float[] queries = TestVectors.Clustered(FewQueries, 32, 20, seed: 3);
        ResultAssert.Same(native.Search(queries, 10), managed.Search(queries, 10), ParityCases.Magnitude(32));
    }
}
