using System.Runtime.CompilerServices;

namespace FaissSharp.Tests.Interop;

/// <summary>Every native object is counted by the library; each test ends with the count at its start.</summary>
public sealed class LifetimeTests
{
    private const int Dimension = 8;

    [Fact]
    public void Dispose_Twice_FreesOnce()
    {
        NativeLibraryRequired.Check();
        long before = FaissRuntime.LiveObjects;

        FaissIndexHandle index = CreateFilled();
        Assert.Equal(before + 1, FaissRuntime.LiveObjects);
        index.Dispose();
        index.Dispose();

        Assert.Equal(before, FaissRuntime.LiveObjects);
    }

    [Fact]
    public void Use_AfterDispose_ThrowsObjectDisposed()
    {
        NativeLibraryRequired.Check();
        FaissIndexHandle index = CreateFilled();
        index.Dispose();

        Assert.Throws<ObjectDisposedException>(() => index.Count);
        Assert.Throws<ObjectDisposedException>(() => index.Add(new float[Dimension]));
    }

    [Fact]
    public void EveryKindOfObject_Disposed_CountReturns()
    {
        NativeLibraryRequired.Check();
        long before = FaissRuntime.LiveObjects;

        using (FaissIndexHandle index = CreateFilled())
        using (FaissIndexHandle copy = index.Clone())
        using (FaissIdFilterHandle low = FaissIdFilterHandle.Range(0, 2))
        using (FaissIdFilterHandle not = FaissIdFilterHandle.Not(low))
        using (FaissRangeResultHandle hits = index.RangeSearch(new float[Dimension], 1e9f))
        using (FaissBufferHandle buffer = index.Save())
        using (FaissBinaryIndexHandle binary = FaissBinaryIndexHandle.Create(16, "BFlat"))
        {
            Assert.Equal(before + 7, FaissRuntime.LiveObjects);
            Assert.True(buffer.Size > 0);
        }

        Assert.Equal(before, FaissRuntime.LiveObjects);
    }

    [Fact]
    public void Create_Fails_LeavesNothingAlive()
    {
        NativeLibraryRequired.Check();
        long before = FaissRuntime.LiveObjects;

        Assert.ThrowsAny<FaissException>(() => FaissIndexHandle.Create(Dimension, "Nonsense", faissnet_metric.FAISSNET_METRIC_L2));
        Assert.ThrowsAny<FaissException>(() => FaissIndexHandle.Load("no such file"));
        Assert.ThrowsAny<FaissException>(() => FaissIndexHandle.Load("IxF2 is not all of a file"u8));

        Assert.Equal(before, FaissRuntime.LiveObjects);
    }

    [Fact]
    public void Finalizer_ForgottenIndex_FreesIt()
    {
        NativeLibraryRequired.Check();
        // What earlier tests have forgotten must not be freed in between.
        Collect();
        long before = FaissRuntime.LiveObjects;

        Forget();
        for (int round = 0; round < 10 && FaissRuntime.LiveObjects != before; round++)
            Collect();

        Assert.Equal(before, FaissRuntime.LiveObjects);
    }

    [Fact]
    public void Filter_DisposedAfterCombining_CombinationStillWorks()
    {
        NativeLibraryRequired.Check();
        FaissIdFilterHandle low = FaissIdFilterHandle.Range(0, 10);
        FaissIdFilterHandle even = FaissIdFilterHandle.Bitmap([0b01010101, 0b01010101]);
        using FaissIdFilterHandle both = FaissIdFilterHandle.And(low, even);
        low.Dispose();
        even.Dispose();

        Assert.True(both.Contains(8));
        Assert.False(both.Contains(9));
        Assert.False(both.Contains(10));
    }

    private static FaissIndexHandle CreateFilled()
    {
        FaissIndexHandle index = FaissIndexHandle.Create(Dimension, "Flat", faissnet_metric.FAISSNET_METRIC_L2);
        index.Add(Enumerable.Range(0, 4 * Dimension).Select(i => (float)i).ToArray());
        return index;
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget() => _ = CreateFilled().Count;
}
