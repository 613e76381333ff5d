namespace FaissNet.Tests;

public sealed class FaissIndexTests
{
    [Theory]
    [InlineData("Flat")]
    [InlineData("IVF16,PQ4x4np")]
    [InlineData("IDMap,SQ8")]
    public void Create_AutoAndManagedType_IsManaged(string description)
    {
        using VectorIndex index = FaissIndex.Create(16, description);

        Assert.Equal(Engine.Managed, index.Engine);
        Assert.Equal(
            new EngineChoice(Engine.Managed, $"The C# engine has \"{description}\", and it is preferred for what it has."),
            FaissIndex.Explain(description));
    }

    [Fact]
    public void Create_NativeOlderThanTheFactoryString_SaysWhoMakesIt()
    {
        NativeEngineRequired.Check();
        Assert.SkipUnless(FaissRuntime.NativeVersion == "1.7.3", $"FAISS {FaissRuntime.NativeVersion} may have RaBitQ.");

        var error = Assert.Throws<NotSupportedException>(() => FaissIndex.Create(32, "RaBitQ", Metric.L2, Engine.Native));

        Assert.Equal("FAISS 1.7.3 does not know \"RaBitQ\"; the C# engine makes it.", error.Message);
    }

    [Fact]
    public void Create_AutoAndOnlyNativeType_IsNativeAndSaysWhy()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = FaissIndex.Create(16, "HNSW8,Flat", Metric.InnerProduct);

        EngineChoice choice = FaissIndex.Explain("HNSW8,Flat");

        Assert.Equal(
            (Engine.Native, Metric.InnerProduct, 16, "HNSW8,Flat"),
            (index.Engine, index.Metric, index.Dimension, index.Description));
        Assert.Equal(Engine.Native, choice.Engine);
        Assert.Contains("it searches graphs, but does not build them", choice.Reason);
        Assert.EndsWith($"FAISS {FaissRuntime.NativeVersion} is available.", choice.Reason);
    }

    [Fact]
    public void Create_ManagedAndOnlyNativeType_ThrowsNotSupported()
    {
        NotSupportedException exception =
            Assert.Throws<NotSupportedException>(() => FaissIndex.Create(16, "HNSW8,Flat", engine: Engine.Managed));
        Assert.Contains("it searches graphs, but does not build them", exception.Message);
    }

    [Theory]
    [InlineData(Engine.Auto)]
    [InlineData(Engine.Managed)]
    public void Create_NoFactoryString_ThrowsArgument(Engine engine)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => FaissIndex.Create(16, "Nonsense", engine: engine));
        Assert.Contains("Nonsense", exception.Message);
    }

    [Fact]
    public void Create_NativeNoFactoryString_ThrowsArgument()
    {
        NativeEngineRequired.Check();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => FaissIndex.Create(16, "Nonsense", engine: Engine.Native));
        Assert.Contains("Nonsense", exception.Message);
    }

    [Theory]
    [InlineData(Engine.Auto)]
    [InlineData(Engine.Managed)]
    [InlineData(Engine.Native)]
    public void Create_BadArguments_ThrowTheSameInEachEngine(Engine engine)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FaissIndex.Create(0, "Flat", engine: engine));
        Assert.Throws<ArgumentOutOfRangeException>(() => FaissIndex.Create(16, "Flat", (Metric)7, engine));
        Assert.Throws<ArgumentException>(() => FaissIndex.Create(16, " ", engine: engine));
        Assert.Throws<ArgumentOutOfRangeException>(() => FaissIndex.CreateBinary(12, "BFlat", engine));
    }

    [Fact]
    public void Create_UnknownEngine_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FaissIndex.Create(16, "Flat", engine: (Engine)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => FaissIndex.Explain("Flat", (Engine)9));
    }

    [Fact]
    public void CreateBinary_AutoTakesManagedWhereItCan()
    {
        NativeEngineRequired.Check();
        using BinaryIndex flat = FaissIndex.CreateBinary(64, "BFlat");
        using BinaryIndex graph = FaissIndex.CreateBinary(64, "BHNSW4");

        Assert.Equal((Engine.Managed, Engine.Native), (flat.Engine, graph.Engine));
        Assert.Equal(Engine.Managed, FaissIndex.ExplainBinary("BFlat").Engine);
        Assert.Equal(Engine.Native, FaissIndex.ExplainBinary("BHNSW4").Engine);
    }

    [Fact]
    public void Load_WrongKindOfFile_SaysWhichMethodOpensIt()
    {
        using var floats = new TemporaryFile();
        using var bits = new TemporaryFile();
        using (VectorIndex index = FaissIndex.Create(8, "Flat"))
            index.Save(floats.Path);
        using (BinaryIndex index = FaissIndex.CreateBinary(8, "BFlat"))
            index.Save(bits.Path);

        Assert.Contains("LoadBinary", Assert.Throws<FaissFormatException>(() => FaissIndex.Load(bits.Path)).Message);
        Assert.Contains("Load.", Assert.Throws<FaissFormatException>(() => FaissIndex.LoadBinary(floats.Path)).Message);
    }

    [Theory]
    [InlineData(Engine.Auto)]
    [InlineData(Engine.Managed)]
    [InlineData(Engine.Native)]
    public void Load_MissingFile_ThrowsFileNotFound(Engine engine)
    {
        Assert.Throws<FileNotFoundException>(() => FaissIndex.Load("no-such-file.faiss", engine));
    }

    [Fact]
    public void Load_AutoByType_TakesTheEngineThatExplainFileNames()
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (VectorIndex index = FaissIndex.Create(16, "MinMax,SQ8"))
            index.Save(file.Path);
        using VectorIndex loaded = FaissIndex.Load(file.Path);

        EngineChoice choice = FaissIndex.ExplainFile(file.Path);

        Assert.Equal((Engine.Native, Engine.Native), (loaded.Engine, choice.Engine));
        Assert.Contains("IndexRowwiseMinMax", choice.Reason);
    }
}
