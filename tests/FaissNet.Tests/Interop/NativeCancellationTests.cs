namespace FaissNet.Tests.Interop;

/// <summary>Cancelling reaches into native code, and what was being changed is as it was.</summary>
public sealed class NativeCancellationTests
{
    private const int Dimension = 16;

    [Theory]
    [InlineData("IVF64,Flat")]
    [InlineData("PQ4np")]
    [InlineData("PCA8,IVF16,PQ4x4np")]
    public void Train_CancelledOnceInNativeCode_ThrowsAndTheIndexCanStillBeTrained(string factory)
    {
        NativeEngineRequired.Check();
        using VectorIndex index = FaissIndex.Create(Dimension, factory, engine: Engine.Native);
        using var cancellation = new CancellationTokenSource();
        // The report comes after the last look at the token in C#.
        var options = new BuildOptions { CancellationToken = cancellation.Token, Progress = new CallbackProgress(_ => cancellation.Cancel()) };

        OperationCanceledException exception = Assert.ThrowsAny<OperationCanceledException>(() => index.Train(Vectors(2000), options));

        Assert.Equal("The caller stopped it.", exception.Message);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.False(index.IsTrained);
        index.Train(Vectors(2000));
        index.Add(Vectors(100));
        Assert.Equal(100, index.Count);
    }

    [Fact]
    public void Train_LoadedUntrainedIndexFails_CanStillBeTrained()
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (VectorIndex untrained = FaissIndex.Create(Dimension, "IVF16,Flat", engine: Engine.Native))
            untrained.Save(file.Path);
        using VectorIndex index = FaissIndex.Load(file.Path, Engine.Native);

        Assert.Throws<ArgumentException>(() => index.Train(Vectors(3)));
        index.Train(Vectors(1000));

        Assert.True(index.IsTrained);
    }

    [Theory]
    [InlineData("PQ4np")]
    [InlineData("IVF16,PQ4np")]
    public void Train_AgainAndFails_KeepsWhatItHadLearned(string factory)
    {
        NativeEngineRequired.Check();
        using VectorIndex index = FaissIndex.Create(Dimension, factory, engine: Engine.Native);
        index.Train(Vectors(1000));
        byte[] before = Saved(index);

        Assert.Throws<ArgumentException>(() => index.Train(Vectors(3)));

        Assert.Equal(before, Saved(index));
    }

    [Theory]
    [InlineData("Flat", 1)]
    [InlineData("Flat", 50)]
    [InlineData("IVF16,Flat", 1)]
    [InlineData("IVF16,Flat", 50)]
    [InlineData("IDMap,Flat", 1)]
    public void Search_PredicateThrows_ArrivesAtTheCaller(string factory, int queries)
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled(factory);
        var options = new SearchOptions { NProbe = 16, Filter = IdFilter.Where(id => id == 500 ? throw new TimeoutException() : true) };

        Assert.Throws<TimeoutException>(() => index.Search(Vectors(queries), 3, options));
        Assert.Throws<TimeoutException>(() => index.RangeSearch(Vectors(queries), 100, options));
        Assert.Throws<TimeoutException>(() => index.Remove(options.Filter));
        Assert.Equal(1000, index.Count);
    }

    [Fact]
    public void Search_PredicateOverLists_IsAskedAboutTheVisitedOnly()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled("IVF16,Flat");
        int asked = 0;
        IdFilter filter = IdFilter.Where(_ => Interlocked.Increment(ref asked) > 0);

        index.Search(Vectors(1), 3, new SearchOptions { NProbe = 1, Filter = filter });
        int once = asked;
        asked = 0;
        index.Search(Vectors(200), 3, new SearchOptions { NProbe = 16, Filter = filter });

        Assert.InRange(once, 1, 600);
        Assert.Equal(1000, asked);
    }

    [Theory]
    [InlineData("IVF16,Flat")]
    [InlineData("IVF16,PQ4x4np")]
    public void AddWithIds_CancelledBetweenBlocks_LeavesTheIndexAsItWas(string factory)
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled(factory);
        byte[] before = Saved(index);
        using var cancellation = new CancellationTokenSource();
        var options = new BuildOptions { CancellationToken = cancellation.Token, Progress = new CallbackProgress(_ => cancellation.Cancel()) };
        long[] ids = [.. Enumerable.Range(0, 40_000).Select(i => 7_000_000L + i)];

        Assert.ThrowsAny<OperationCanceledException>(() => index.AddWithIds(Vectors(40_000), ids, options));

        Assert.Equal(before, Saved(index));
    }

    [Fact]
    public void Save_StreamThrows_ArrivesAtTheCallerAndNoFileIsLeft()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled("Flat");
        using BinaryIndex binary = FaissIndex.CreateBinary(64, "BFlat", Engine.Native);
        binary.Add(TestVectors.Bits(200, 64, seed: 1));

        Assert.Throws<NotSupportedException>(() => index.Save(new MemoryStream(new byte[100])));
        Assert.Throws<NotSupportedException>(() => binary.Save(new MemoryStream(new byte[100])));
        Assert.Equal(1000, index.Count);
    }

    [Theory]
    [InlineData("nprobe=3,wrong=1")]
    [InlineData("nprobe=3,ht=4")]
    [InlineData("nprobe=3,max_codes=-1")]
    [InlineData("nprobe=3,nprobe=2e9")]
    [InlineData("nprobe=3,quantizer_nprobe=2")]
    public void SetParameters_OneIsWrong_SetsNone(string parameters)
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled("IVF16,Flat");
        byte[] before = Saved(index);

        Assert.Throws<ArgumentException>(() => index.SetParameters(parameters));

        Assert.Equal(before, Saved(index));
    }

    [Fact]
    public void SetParameters_ThatItHas_SetsThem()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled("PCA8,IVF16,PQ4x4np,RFlat");

        index.SetParameters("nprobe=16, k_factor_rf=200,max_codes=Infinity,ht=64");

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), index.Search(Vectors(1), 1000).Ids.Order());
    }

    [Theory]
    [InlineData("Flat")]
    [InlineData("IDMap,IVF16,Flat")]
    [InlineData("IVF16,PQ4x4fs")]
    public void Update_TypeThatCannot_ThrowsAndChangesNothing(string factory)
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled(factory);
        byte[] before = Saved(index);

        Assert.Throws<NotSupportedException>(() => index.Update(Vectors(2), [1, 2]));

        Assert.Equal(before, Saved(index));
    }

    [Fact]
    public void Update_CancelledOrWrong_ChangesNothing()
    {
        NativeEngineRequired.Check();
        using VectorIndex index = CreateFilled("IVF16,Flat");
        byte[] before = Saved(index);

        Assert.ThrowsAny<OperationCanceledException>(
            () => index.Update(Vectors(2), [1, 2], new BuildOptions { CancellationToken = new CancellationToken(canceled: true) }));
        Assert.Throws<ArgumentException>(() => index.Update(Vectors(2), [1, -1]));
        Assert.Throws<ArgumentException>(() => index.Update([.. Vectors(1), .. new float[Dimension - 1], float.NaN], [1, 2]));

        Assert.Equal(before, Saved(index));
    }

    private static VectorIndex CreateFilled(string factory)
    {
        VectorIndex index = FaissIndex.Create(Dimension, factory, engine: Engine.Native);
        index.Train(Vectors(1000));
        if (factory.StartsWith("IDMap", StringComparison.Ordinal))
            index.AddWithIds(Vectors(1000), [.. Enumerable.Range(0, 1000).Select(i => (long)i)]);
        else
            index.Add(Vectors(1000));
        return index;
    }

    private static byte[] Saved(VectorIndex index)
    {
        using var stream = new MemoryStream();
        index.Save(stream);
        return stream.ToArray();
    }

    private static float[] Vectors(int count) => TestVectors.Clustered(count, Dimension, 16, seed: 1);

    private sealed class CallbackProgress(Action<BuildProgress> report) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value) => report(value);
    }
}
