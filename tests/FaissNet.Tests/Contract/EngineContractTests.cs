namespace FaissNet.Tests.Contract;

/// <summary>
/// Both engines do the same with the same file and the same arguments, good and bad: the same answer or the same type of exception.
/// </summary>
public sealed class EngineContractTests
{
    private const string MapOverLists = "IDMap2,IVF4,Flat";

    private static readonly string[] s_factories =
    [
        "Flat", "SQ8", "SQ4", "SQ6", "SQfp16", "PQ4x4np", "IVF4,Flat", "IVF4,SQ8", "IVF4,PQ4x4np", "PQ4x4np,RFlat", "IVF4,PQ4x4np,RFlat",
        "IDMap,Flat", "IDMap2,SQ8", MapOverLists,
    ];

    public static TheoryData<string, string> Cases { get; } = Cross();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Operation_SameFile_SameOutcome(string factory, string operation)
    {
        NativeEngineRequired.Check();
        foreach (Metric metric in (Metric[])[Metric.L2, Metric.InnerProduct])
        {
            using var file = new TemporaryFile();
            Save(file.Path, factory, metric);

            Outcome managed = Run(operation, file.Path, Engine.Managed);
            Outcome native = Run(operation, file.Path, Engine.Native);

            Assert.Equal(native.Text, managed.Text);
            Assert.Equal(native.Values.Length, managed.Values.Length);
            for (int i = 0; i < native.Values.Length; i++)
                Assert.Equal(native.Values[i], managed.Values[i], 1e-4f * Math.Max(1, Math.Abs(native.Values[i])));
        }
    }

    [Fact]
    public void Remove_IdMapOverLists_OnlyManagedCan()
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        Save(file.Path, MapOverLists, Metric.L2);
        using VectorIndex native = FaissIndex.Load(file.Path, Engine.Native);
        using VectorIndex managed = FaissIndex.Load(file.Path, Engine.Managed);

        // FAISS removes from the lists, and what is left there keeps numbers that no longer are positions of the map.
        Assert.Throws<NotSupportedException>(() => native.Remove(IdFilter.Of([3003])));
        Assert.Equal(1, managed.Remove(IdFilter.Of([3003])));
        Assert.Equal(Operations.Count - 1, managed.Count);
    }

    [Theory]
    [InlineData("SQ8")]
    [InlineData("PQ4x4np")]
    [InlineData("IVF4,Flat")]
    [InlineData("IDMap,SQ8")]
    [InlineData("PQ4x4np,RFlat")]
    public void Untrained_EveryUse_ThrowsTheSameInBoth(string factory)
    {
        NativeEngineRequired.Check();
        foreach (Engine engine in (Engine[])[Engine.Managed, Engine.Native])
        {
            using VectorIndex index = FaissIndex.Create(Operations.Dimension, factory, engine: engine);
            float[] vectors = Operations.Vectors(2);

            Assert.False(index.IsTrained);
            Assert.Throws<InvalidOperationException>(() => index.Add(vectors));
            Assert.Throws<InvalidOperationException>(() => index.AddWithIds(vectors, [1, 2]));
            Assert.Throws<InvalidOperationException>(() => index.Search(vectors, 1));
            Assert.Throws<InvalidOperationException>(() => index.RangeSearch(vectors, 1));
            Assert.Throws<InvalidOperationException>(() => index.Encode(vectors, new byte[2 * index.CodeSize]));
            Assert.Equal(0, index.Count);
        }
    }

    [Theory]
    [InlineData("PQ4np")]
    [InlineData("IVF4,Flat")]
    [InlineData("IVF4,PQ4x4np")]
    public void Train_TooFewVectors_ThrowsTheSameInBoth(string factory)
    {
        NativeEngineRequired.Check();
        foreach (Engine engine in (Engine[])[Engine.Managed, Engine.Native])
        {
            using VectorIndex index = FaissIndex.Create(Operations.Dimension, factory, engine: engine);

            Assert.Throws<ArgumentException>(() => index.Train(Operations.Vectors(3)));
            Assert.False(index.IsTrained);
        }
    }

    private static Outcome Run(string operation, string path, Engine engine)
    {
        using VectorIndex index = FaissIndex.Load(path, engine);
        using VectorIndex other = FaissIndex.Load(path, engine);
        return Operations.Run(operation, index, other);
    }

    private static void Save(string path, string factory, Metric metric)
    {
        using VectorIndex index = FaissIndex.Create(Operations.Dimension, factory, metric, Engine.Managed);
        float[] vectors = Operations.Vectors(Operations.Count);
        index.Train(vectors);
        if (factory.StartsWith("IDMap", StringComparison.Ordinal))
            index.AddWithIds(vectors, [.. Enumerable.Range(0, Operations.Count).Select(i => 3000L + i)]);
        else
            index.Add(vectors);
        index.Save(path);
    }

    private static TheoryData<string, string> Cross()
    {
        var data = new TheoryData<string, string>();
        foreach (string factory in s_factories)
        {
            foreach (string operation in Operations.Names)
            {
                if ((factory, operation) != (MapOverLists, "remove"))
                    data.Add(factory, operation);
            }
        }
        return data;
    }
}
