namespace FaissSharp.Tests.Interop;

/// <summary>Each kind of failure that native code can be led into, once, with the exception and the message that arrive.</summary>
public sealed class ErrorTests
{
    [Fact]
    public void Create_DimensionZero_ThrowsInvalidArgument()
    {
        NativeLibraryRequired.Check();

        FaissInvalidArgumentException exception = Assert.Throws<FaissInvalidArgumentException>(() => Create(0, "Flat"));
        Assert.Contains("dimension", exception.Message);
    }

    [Fact]
    public void Create_UnknownFactoryString_ThrowsWithTheString()
    {
        NativeLibraryRequired.Check();

        FaissException exception = Assert.ThrowsAny<FaissException>(() => Create(8, "Nonsense"));
        Assert.Contains("Nonsense", exception.Message);
    }

    [Fact]
    public void Add_Untrained_ThrowsNotTrained()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = Create(8, "IVF4,Flat");

        FaissNotTrainedException exception = Assert.Throws<FaissNotTrainedException>(() => index.Add(new float[8]));
        Assert.NotEmpty(exception.Message);
        Assert.Equal(0, index.Count);
    }

    [Fact]
    public void Load_MissingFile_ThrowsIOWithThePath()
    {
        NativeLibraryRequired.Check();
        string path = Path.Combine(Path.GetTempPath(), "no-such-index.faiss");

        FaissIOException exception = Assert.Throws<FaissIOException>(() => FaissIndexHandle.Load(path));
        Assert.Contains(path, exception.Message);
    }

    [Fact]
    public void Save_MissingFolder_ThrowsIO()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = Create(8, "Flat");

        Assert.Throws<FaissIOException>(() => index.Save(Path.Combine(Path.GetTempPath(), "no-such-folder", "x.faiss")));
    }

    [Fact]
    public void Remove_FromHnsw_ThrowsUnsupported()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = Create(8, "HNSW4,Flat");
        index.Add(new float[16]);
        using FaissIdFilterHandle filter = FaissIdFilterHandle.Range(0, 1);

        FaissUnsupportedException exception = Assert.Throws<FaissUnsupportedException>(() => index.Remove(filter));
        Assert.NotEmpty(exception.Message);
    }

    [Fact]
    public void Train_FewerVectorsThanCentroids_ThrowsWithFaissMessage()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = Create(8, "IVF4,Flat");

        FaissException exception = Assert.ThrowsAny<FaissException>(() => index.Train(new float[8]));
        Assert.Contains("training points", exception.Message);
    }

    [Fact]
    public async Task Messages_OfTwoThreads_StayApart()
    {
        NativeLibraryRequired.Check();
        using var barrier = new Barrier(2);

        // Each thread must be told of its own mistake in every round.
        int CountOwnMessages(string name)
        {
            int own = 0;
            for (int round = 0; round < 50; round++)
            {
                barrier.SignalAndWait();
                if (Record.Exception(() => Create(8, name)) is FaissException e && e.Message.Contains(name, StringComparison.Ordinal))
                    own++;
            }
            return own;
        }

        int[] counts = await Task.WhenAll(
            Task.Factory.StartNew(() => CountOwnMessages("First"), TaskCreationOptions.LongRunning),
            Task.Factory.StartNew(() => CountOwnMessages("Second"), TaskCreationOptions.LongRunning));

        Assert.Equal([50, 50], counts);
    }

    [Fact]
    public void Search_LengthNotMultipleOfDimension_ThrowsBeforeNativeCode()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = Create(8, "Flat");

        Assert.Throws<ArgumentException>(() => index.Search(new float[9], 1, new float[1], new long[1]));
        Assert.Throws<ArgumentException>(() => index.Search(new float[8], 2, new float[1], new long[2]));
        Assert.Throws<ArgumentException>(() => index.Search(new float[8], 2, new float[2], new long[1]));
    }

    private static FaissIndexHandle Create(int dimension, string factory)
        => FaissIndexHandle.Create(dimension, factory, faissnet_metric.FAISSNET_METRIC_L2);
}
