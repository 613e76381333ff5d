using FaissNet.Testing;

namespace FaissNet.Tests.Golden;

/// <summary>Every golden file gives a factory string, and what is made from it has the same classes inside one another.</summary>
public sealed class GoldenDescriptionTests
{
    public static TheoryData<string> Files { get; } = [.. GoldenFiles.All.Select(file => file.Key)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Describe_GoldenFile_MakesTheSameStructure(string key)
    {
        NativeEngineRequired.Check();
        GoldenFile golden = GoldenFiles.Get(key);
        FaissFileInfo info = FaissFile.Inspect(golden.IndexPath);
        Assert.Equal(golden.Factory, info.Description);
        using var made = new TemporaryFile();
        if (golden.IsBinary)
        {
            using BinaryIndex loaded = FaissIndex.LoadBinary(golden.IndexPath);
            Assert.Equal(info.Description, FaissIndex.Describe(loaded));
            using BinaryIndex index = FaissIndex.CreateBinary(info.Dimension, FaissIndex.Describe(loaded));
            index.Save(made.Path);
        }
        else
        {
            using VectorIndex loaded = FaissIndex.Load(golden.IndexPath);
            Assert.Equal(info.Description, FaissIndex.Describe(loaded));
            using VectorIndex index = FaissIndex.Create(info.Dimension, FaissIndex.Describe(loaded), loaded.Metric);
            index.Save(made.Path);
        }
        Assert.Equal(Classes(info), Classes(FaissFile.Inspect(made.Path)));
    }

    [Fact]
    public void Describe_LoadedByTheNativeEngine_IsTheSameString()
    {
        NativeEngineRequired.Check();
        foreach (string key in (string[])["1.7.3/IVF8_PQ8np_l2", "1.7.3/OPQ8_16_PQ8np_ip", "1.7.3/HNSW8_Flat_l2"])
        {
            using VectorIndex index = FaissIndex.Load(GoldenFiles.Get(key).IndexPath, Engine.Native);
            Assert.Equal(GoldenFiles.Get(key).Factory, FaissIndex.Describe(index));
        }
        foreach (string key in (string[])["1.7.3/BIVF8", "1.7.3/BHNSW8", "1.15.0/BHash4x6"])
        {
            using BinaryIndex index = FaissIndex.LoadBinary(GoldenFiles.Get(key).IndexPath, Engine.Native);
            Assert.Equal(GoldenFiles.Get(key).Factory, FaissIndex.Describe(index));
        }
    }

    [Fact]
    public void Create_NativeAndWrongString_SaysWhere()
    {
        NativeEngineRequired.Check();
        ArgumentException error = Assert.Throws<ArgumentException>(() => FaissIndex.Create(16, "IVF4,PQ8y", Metric.L2, Engine.Native));
        Assert.Contains("could not parse", error.Message, StringComparison.Ordinal);
        Assert.Contains("at character 9: \"y\" follows a product quantizer", error.Message, StringComparison.Ordinal);
    }

    /// <summary>An OPQ is written as a plain matrix, and what is in the lists of an empty index may be written in another way.</summary>
    private static string[] Classes(FaissFileInfo info) => [.. info.Index.Descend().Select(part => $"{part.Role}: {part.ClassName}")];
}
