using FaissNet.Native;

namespace FaissNet.Tests.Interop;

/// <summary>FAISS reads an index and leaves what follows it alone.</summary>
public sealed class TrailerTests
{
    private const int Dimension = 16;

    [Theory]
    [InlineData("L2norm,SQ8", "Modality,L2norm,SQ8")]
    [InlineData("SQ8", "Hub,SQ8")]
    public void LoadNative_FileWithATrailer_IsTheStoredSide(string seen, string description)
    {
        NativeEngineRequired.Check();
        float[] vectors = TestVectors.Clustered(300, Dimension, 5, 1);
        using VectorIndex index = VectorIndex.Create(Dimension, description, Metric.InnerProduct);
        index.Train(vectors, new BuildOptions { Queries = [new QuerySample(TestVectors.Clustered(100, Dimension, 5, 2))] });
        index.Add(vectors);
        using var file = new TemporaryFile();
        index.Save(file.Path);
        Assert.Throws<NotSupportedException>(() => FaissIndex.Load(file.Path, Engine.Native));
        using VectorIndex managed = FaissIndex.Load(file.Path);
        Assert.Equal(Engine.Managed, managed.Engine);
        using NativeVectorIndex native = NativeVectorIndex.LoadNative(file.Path, seen);
        Assert.Equal(300, native.Count);
        for (int id = 0; id < 300; id += 50)
        {
            float[] expected = index.Reconstruct(id), stored = native.Reconstruct(id);
            for (int i = 0; i < Dimension; i++)
                Assert.Equal(expected[i], stored[i], 1e-5f);
        }
        Assert.EndsWith(seen, index.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Engine.Native)]
    [InlineData(Engine.Managed)]
    public void QualityCard_InEitherEngine_SurvivesSaveLoadAndClone(Engine engine)
    {
        NativeEngineRequired.Check();
        using VectorIndex index = FaissIndex.Create(Dimension, "Flat", Metric.L2, engine);
        index.Add(TestVectors.Clustered(20, Dimension, 5, 1));
        index.QualityCard = """{"recall":1}""";
        using VectorIndex copy = index.Clone();
        using var file = new TemporaryFile();
        copy.Save(file.Path);
        foreach (Engine reader in (Engine[])[Engine.Native, Engine.Managed])
        {
            using VectorIndex loaded = FaissIndex.Load(file.Path, reader);
            Assert.Equal("""{"recall":1}""", loaded.QualityCard);
            Assert.Equal(20, loaded.Count);
        }
    }
}
