namespace FaissNet.Tests.Interop;

/// <summary>The native engine keeps the contract of <see cref="VectorIndex"/> where FAISS itself behaves otherwise.</summary>
public sealed class NativeVectorIndexTests
{
    private const int Dimension = 8;

    [Fact]
    public void CloneAndTrain_GraphNotBuiltYet_Work()
    {
        NativeEngineRequired.Check();
        float[] vectors = TestVectors.Clustered(300, 16, 8, seed: 1);
        using VectorIndex index = FaissIndex.Create(16, "NSG8,Flat", engine: Engine.Native);
        using VectorIndex copy = index.Clone();

        foreach (VectorIndex each in (VectorIndex[])[index, copy])
        {
            each.Train(vectors);
            each.Add(vectors);
            Assert.Equal(7, each.Search(vectors.AsSpan(7 * 16, 16), 1).Ids[0]);
        }
    }

    [Fact]
    public void Train_TooFewVectors_ThrowsAndTheIndexCanStillBeTrained()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = Create("IVF16,Flat");

        ArgumentException exception = Assert.Throws<ArgumentException>(() => index.Train(Vectors(10)));
        Assert.Contains("training points", exception.Message);
        Assert.False(index.IsTrained);
        index.Train(Vectors(100));
        index.Add(Vectors(100));

        Assert.Equal((true, 100L), (index.IsTrained, index.Count));
    }

    [Fact]
    public void Add_Untrained_ThrowsInvalidOperation()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = Create("IVF16,Flat");

        Assert.Throws<InvalidOperationException>(() => index.Add(Vectors(1)));
    }

    [Fact]
    public void Train_AfterAdd_ThrowsInvalidOperation()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled("SQ8", 100);

        Assert.Throws<InvalidOperationException>(() => index.Train(Vectors(100)));
    }

    [Theory]
    [InlineData("Flat")]
    [InlineData("IVF4,Flat")]
    public void Add_CancelledBetweenBlocks_LeavesTheIndexAsItWas(string factory)
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled(factory, 100);
        using var before = new MemoryStream();
        index.Save(before);
        using var cancellation = new CancellationTokenSource();
        var progress = new CallbackProgress(_ => cancellation.Cancel());
        var options = new BuildOptions { CancellationToken = cancellation.Token, Progress = progress };

        Assert.ThrowsAny<OperationCanceledException>(() => index.Add(Vectors(70_000), options));

        using var after = new MemoryStream();
        index.Save(after);
        Assert.Equal(100, index.Count);
        Assert.Equal(before.ToArray(), after.ToArray());
    }

    [Fact]
    public void Add_WithProgress_ReportsBlocksUpToTheEnd()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = Create("Flat");
        var reports = new List<BuildProgress>();

        index.Add(Vectors(70_000), new BuildOptions { Progress = new CallbackProgress(reports.Add) });

        Assert.Equal([32_768L, 65_536, 70_000], reports.Select(report => report.Completed));
        Assert.All(reports, report => Assert.Equal(("adding", 70_000L), (report.Stage, report.Total)));
        Assert.Equal(70_000, index.Count);
    }

    [Fact]
    public void EveryOperation_Cancelled_ThrowsAndChangesNothing()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled("SQ8", 50);
        var cancelled = new CancellationToken(canceled: true);
        var build = new BuildOptions { CancellationToken = cancelled };
        var search = new SearchOptions { CancellationToken = cancelled };
        var codes = new byte[index.CodeSize];
        using VectorIndex untrained = Create("SQ8");

        Assert.ThrowsAny<OperationCanceledException>(() => untrained.Train(Vectors(50), build));
        Assert.ThrowsAny<OperationCanceledException>(() => index.Add(Vectors(1), build));
        Assert.ThrowsAny<OperationCanceledException>(() => index.Search(Vectors(1), 1, search));
        Assert.ThrowsAny<OperationCanceledException>(() => index.RangeSearch(Vectors(1), 1, search));
        Assert.ThrowsAny<OperationCanceledException>(() => index.Encode(Vectors(1), codes, build));
        Assert.ThrowsAny<OperationCanceledException>(() => index.Decode(codes, new float[Dimension], build));
        Assert.ThrowsAny<OperationCanceledException>(() => index.Save(Stream.Null, build));

        Assert.Equal((false, 50L), (untrained.IsTrained, index.Count));
    }

    [Fact]
    public void AddWithIds_TypeThatNumbersItself_ThrowsNotSupported()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = Create("Flat");

        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => index.AddWithIds(Vectors(1), [7]));
        Assert.Contains("IDMap,Flat", exception.Message);
        Assert.Throws<NotSupportedException>(() => index.AddWithIds([], []));
    }

    [Fact]
    public void Add_IdMap_ThrowsInvalidOperation()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = Create("IDMap,Flat");

        Assert.Throws<InvalidOperationException>(() => index.Add(Vectors(1)));
        Assert.Equal(0, index.Count);
    }

    [Theory]
    [InlineData("IDMap,Flat")]
    [InlineData("IVF4,Flat")]
    [InlineData("PCA4,IVF4,Flat")]
    public void AddWithIds_TypeThatKeepsIds_FindsThem(string factory)
    {
        NativeEngineRequired.Check();
        using VectorIndex index = Create(factory);
        index.Train(Vectors(100));

        index.AddWithIds(Vectors(100), [.. Enumerable.Range(0, 100).Select(i => 1000L + i)]);

        Assert.Equal(1042, index.Search(Vectors(100).AsSpan(42 * Dimension, Dimension), 1, new SearchOptions { NProbe = 4 }).Ids[0]);
    }

    [Theory]
    [InlineData("Flat")]
    [InlineData("IVF4,SQ8")]
    [InlineData("SQ8")]
    public void Reconstruct_UnknownId_ThrowsArgumentOutOfRange(string factory)
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled(factory, 100);

        Assert.Throws<ArgumentOutOfRangeException>(() => index.Reconstruct(100));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Reconstruct(-1));
        Assert.Equal(Dimension, index.Reconstruct(99).Length);
    }

    [Fact]
    public void Remove_TypeThatCannot_ThrowsNotSupported()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled("HNSW4,Flat", 20);

        Assert.Throws<NotSupportedException>(() => index.Remove(IdFilter.Of(3)));
        Assert.Equal(20, index.Count);
    }

    [Fact]
    public void Merge_OtherType_ThrowsArgumentAndChangesNothing()
    {
        NativeEngineRequired.Check();
        using VectorIndex flat = CreateFilled("Flat", 20);
        using VectorIndex scalar = CreateFilled("SQ8", 20);

        Assert.Throws<ArgumentException>(() => flat.Merge(scalar));
        Assert.Equal((20L, 20L), (flat.Count, scalar.Count));
    }

    [Fact]
    public void Merge_OtherEngine_ThrowsArgument()
    {
        NativeEngineRequired.Check();
        using VectorIndex native = CreateFilled("Flat", 20);
        using VectorIndex managed = FaissIndex.Create(Dimension, "Flat", engine: Engine.Managed);

        Assert.Throws<ArgumentException>(() => native.Merge(managed));
    }

    [Fact]
    public void Merge_SameType_MovesTheVectors()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled("Flat", 20);
        using VectorIndex other = CreateFilled("Flat", 30);

        index.Merge(other);

        Assert.Equal((50L, 0L), (index.Count, other.Count));
    }

    [Fact]
    public void EncodeDecode_SQ8_SameAsManaged()
    {
        NativeEngineRequired.Check();
        using VectorIndex native = CreateFilled("SQ8", 100);
        using VectorIndex managed = FaissIndex.Create(Dimension, "SQ8", engine: Engine.Managed);
        managed.Train(Vectors(100));
        var nativeCodes = new byte[100 * native.CodeSize];
        var managedCodes = new byte[100 * managed.CodeSize];
        var nativeVectors = new float[100 * Dimension];
        var managedVectors = new float[100 * Dimension];

        native.Encode(Vectors(100), nativeCodes);
        managed.Encode(Vectors(100), managedCodes);
        native.Decode(nativeCodes, nativeVectors);
        managed.Decode(managedCodes, managedVectors);

        Assert.Equal(nativeCodes, managedCodes);
        for (int i = 0; i < nativeVectors.Length; i++)
            Assert.Equal(nativeVectors[i], managedVectors[i], 1e-6f);
    }

    [Fact]
    public void CodeSize_TypeWithoutCodes_ThrowsNotSupported()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = Create("HNSW4,Flat");

        Assert.Throws<NotSupportedException>(() => index.CodeSize);
    }

    [Fact]
    public void Search_ManyBlocksOfQueries_SameAsOne()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled("Flat", 100);
        float[] queries = Vectors(10_000);
        using var source = new CancellationTokenSource();

        SearchResult<float> inBlocks = index.Search(queries, 3, new SearchOptions { CancellationToken = source.Token });
        SearchResult<float> atOnce = index.Search(queries, 3);

        Assert.Equal(atOnce.Ids, inBlocks.Ids);
        Assert.Equal(atOnce.Distances, inBlocks.Distances);
    }

    [Fact]
    public void Search_NProbeBeyondTheLists_VisitsAll()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled("IVF4,Flat", 100);

        SearchResult<float> result = index.Search(Vectors(1), 100, new SearchOptions { NProbe = 1000 });

        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), result.Ids.Order());
    }

    [Fact]
    public void Dispose_ThenUse_ThrowsAndNothingStaysAlive()
    {
        NativeEngineRequired.Check();
        long before = FaissRuntime.LiveObjects;
        VectorIndex index = CreateFilled("Flat", 10);
        using (var stream = new MemoryStream())
            index.Save(stream);
        index.RangeSearch(Vectors(1), 100, new SearchOptions { Filter = IdFilter.Range(0, 5) & !IdFilter.Of(3) });

        index.Dispose();
        index.Dispose();

        Assert.Throws<ObjectDisposedException>(() => index.Search(Vectors(1), 1));
        Assert.Equal(before, FaissRuntime.LiveObjects);
    }

    private static VectorIndex Create(string factory) => FaissIndex.Create(Dimension, factory, engine: Engine.Native);

    private static VectorIndex CreateFilled(string factory, int count)
    {
        VectorIndex index = Create(factory);
        index.Train(Vectors(100));
        index.Add(Vectors(count));
        return index;
    }

    private static float[] Vectors(int count) => TestVectors.Clustered(count, Dimension, 4, seed: 1);

    private sealed class CallbackProgress(Action<BuildProgress> report) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value) => report(value);
    }
}
