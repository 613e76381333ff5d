namespace FaissNet.Tests.Parity;

/// <summary>What one engine builds and saves, the other opens: the same answers, and the same bytes when it saves again.</summary>
public sealed class CrossEngineTests(ITestOutputHelper output)
{
    public static TheoryData<string, Metric, int> Cases => ParityCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Search_BuiltByManaged_SameInNative(string factory, Metric metric, int dimension)
        => CheckBothOpen(factory, metric, dimension, Engine.Managed);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Search_BuiltByNative_SameInManaged(string factory, Metric metric, int dimension)
        => CheckBothOpen(factory, metric, dimension, Engine.Native);

    [Theory]
    [InlineData(Metric.L2, 32)]
    [InlineData(Metric.L2, 100)]
    [InlineData(Metric.InnerProduct, 32)]
    [InlineData(Metric.InnerProduct, 512)]
    public void Search_IvfPqWithoutResiduals_SameInNative(Metric metric, int dimension)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (var index = new IvfPqIndex(dimension, 16, 4, 8, metric, byResidual: false))
        {
            index.Train(TestVectors.Clustered(ParityCases.TrainCount, dimension, 20, seed: 1));
            index.Add(TestVectors.Clustered(ParityCases.BaseCount, dimension, 20, seed: 2));
            index.Save(file.Path);
        }

        VerificationReport report = FaissIndex.Verify(file.Path, ParityCases.Queries(dimension), ParityCases.K, ParityCases.Options);

        Assert.True(report.Equal, report.ToString());
    }

    [Theory]
    [InlineData(Engine.Managed, 64)]
    [InlineData(Engine.Managed, 1000)]
    [InlineData(Engine.Native, 64)]
    [InlineData(Engine.Native, 1000)]
    public void Search_BinaryFlat_SameInBoth(Engine engine, int bits)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (BinaryIndex index = FaissIndex.CreateBinary(bits, "BFlat", engine))
        {
            index.Add(TestVectors.Bits(1000, bits, seed: 1));
            index.Save(file.Path);
        }

        VerificationReport report = FaissIndex.VerifyBinary(file.Path, TestVectors.Bits(25, bits, seed: 2), ParityCases.K);

        Assert.True(report.Equal, report.ToString());
    }

    private void CheckBothOpen(string factory, Metric metric, int dimension, Engine builder)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        SearchResult<float> original;
        using (VectorIndex index = ParityCases.Build(factory, metric, dimension, builder))
        {
            original = index.Search(ParityCases.Queries(dimension), ParityCases.K, ParityCases.Options);
            index.Save(file.Path);
        }

        VerificationReport report = FaissIndex.Verify(file.Path, ParityCases.Queries(dimension), ParityCases.K, ParityCases.Options);
        using VectorIndex other = FaissIndex.Load(file.Path, builder == Engine.Managed ? Engine.Native : Engine.Managed);
        using var saved = new MemoryStream();
        other.Save(saved);

        output.WriteLine(report.ToString());
        Assert.True(report.Equal, report.ToString());
        SearchResult<float> answer = other.Search(ParityCases.Queries(dimension), ParityCases.K, ParityCases.Options);
        ResultAssert.Same(original, answer, ParityCases.Magnitude(dimension));
        Assert.Equal(File.ReadAllBytes(file.Path), saved.ToArray());
    }
}
