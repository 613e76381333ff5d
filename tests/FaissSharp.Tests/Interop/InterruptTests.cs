namespace FaissSharp.Tests.Interop;

/// <summary>A cancelled token stops native code, in its own thread and scope only.</summary>
public sealed class InterruptTests
{
    private const int Dimension = 8;

    private const int Count = 400;

    private static readonly float[] s_vectors = Vectors();

    [Fact]
    public void Train_Cancelled_ThrowsInterrupted()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = Create();
        using var interrupt = new FaissInterrupt(new CancellationToken(canceled: true));

        FaissInterruptedException exception = Assert.Throws<FaissInterruptedException>(() => index.Train(s_vectors));
        Assert.Equal(faissnet_status.FAISSNET_INTERRUPTED, exception.Status);
    }

    [Fact]
    public void Search_CancelledWhileItRuns_Throws()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled();
        using var cancellation = new CancellationTokenSource();
        using FaissIdFilterHandle filter = FaissIdFilterHandle.Where(id =>
        {
            cancellation.Cancel();
            return true;
        });
        using var interrupt = new FaissInterrupt(cancellation.Token);

        Assert.Throws<FaissInterruptedException>(() => Search(index, filter));
    }

    [Fact]
    public void Scope_Disposed_NothingIsStopped()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = Create();
        using (new FaissInterrupt(new CancellationToken(canceled: true)))
            Assert.Throws<FaissInterruptedException>(() => index.Train(s_vectors));

        using FaissIndexHandle other = CreateFilled();

        Assert.Equal(Count, other.Count);
    }

    [Fact]
    public void Scope_Nested_TheInnermostCountsAndTheOuterComesBack()
    {
        NativeLibraryRequired.Check();
        using var notCancelled = new CancellationTokenSource();
        using FaissIndexHandle index = Create();
        using var outer = new FaissInterrupt(new CancellationToken(canceled: true));

        using (new FaissInterrupt(notCancelled.Token))
            index.Train(s_vectors);
        using (new FaissInterrupt(CancellationToken.None))
            Assert.Throws<FaissInterruptedException>(() => index.Add(s_vectors));

        Assert.Throws<FaissInterruptedException>(() => index.Add(s_vectors));
    }

    [Fact]
    public async Task Scope_OfAnotherThread_StopsNothingHere()
    {
        NativeLibraryRequired.Check();
        using var started = new SemaphoreSlim(0);
        using var done = new SemaphoreSlim(0);
        Task other = Task.Factory.StartNew(
            () =>
            {
                using var interrupt = new FaissInterrupt(new CancellationToken(canceled: true));
                started.Release();
                done.Wait(TestContext.Current.CancellationToken);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await started.WaitAsync(TestContext.Current.CancellationToken);

        using (FaissIndexHandle index = CreateFilled())
            Assert.Equal(Count, index.Count);

        done.Release();
        await other;
    }

    [Fact]
    public void Add_Cancelled_AddsNothing()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled();

        using (new FaissInterrupt(new CancellationToken(canceled: true)))
            Assert.Throws<FaissInterruptedException>(() => index.Add(s_vectors));

        Assert.Equal(Count, index.Count);
        index.Add(s_vectors);
        Assert.Equal(2 * Count, index.Count);
    }

    [Fact]
    public void Scope_ManyTimes_NeverStopsByAnOldFlag()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled();
        for (int round = 0; round < 20; round++)
        {
            using (new FaissInterrupt(new CancellationToken(canceled: true)))
                Assert.Throws<FaissInterruptedException>(() => Search(index, null));
            using var cancellation = new CancellationTokenSource();
            using var interrupt = new FaissInterrupt(cancellation.Token);
            Search(index, null);
        }
    }

    private static void Search(FaissIndexHandle index, FaissIdFilterHandle? filter)
        => index.Search(s_vectors, 2, new float[2 * Count], new long[2 * Count], new FaissSearchParameters(1, NProbe: 4, IdFilter: filter));

    private static FaissIndexHandle Create() => FaissIndexHandle.Create(Dimension, "IVF4,Flat", faissnet_metric.FAISSNET_METRIC_L2);

    private static FaissIndexHandle CreateFilled()
    {
        FaissIndexHandle index = Create();
        index.Train(s_vectors);
        index.Add(s_vectors);
        return index;
    }

    private static float[] Vectors()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Count * Dimension).Select(_ => random.NextSingle())];
    }
}
