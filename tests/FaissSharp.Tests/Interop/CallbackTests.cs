using System.Runtime.CompilerServices;

namespace FaissSharp.Tests.Interop;

/// <summary>What native code calls back: what it is asked, what it throws, and how long it lives.</summary>
public sealed class CallbackTests
{
    private const int Dimension = 4;

    private const int Count = 1000;

    [Theory]
    [InlineData("Flat", 1)]
    [InlineData("Flat", 4)]
    [InlineData("IVF8,Flat", 4)]
    [InlineData("PQ2x4np", 4)]
    [InlineData("SQ8", 1)]
    public void Search_WherePredicate_FindsThatOnly(string factory, int threads)
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled(factory);
        using FaissIdFilterHandle filter = FaissIdFilterHandle.Where(id => id % 10 == 7);
        using FaissIdFilterHandle listed = FaissIdFilterHandle.Set([.. Enumerable.Range(0, Count / 10).Select(i => 10L * i + 7)]);

        (float[] distances, long[] ids) = Search(index, 25, new FaissSearchParameters(threads, NProbe: 8, IdFilter: filter));
        (float[] expectedDistances, long[] expectedIds) = Search(index, 25, new FaissSearchParameters(threads, NProbe: 8, IdFilter: listed));

        Assert.Equal(expectedIds, ids);
        Assert.Equal(expectedDistances, distances);
    }

    [Fact]
    public void Search_CombinedPredicates_WorkAfterTheirPartsAreGone()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled("Flat");
        using FaissIdFilterHandle filter = Combined();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        (_, long[] ids) = Search(index, 1, new FaissSearchParameters(IdFilter: filter), k: 4);

        Assert.Equal([-1, 6, 12, 500], ids.Order());
    }

    [Fact]
    public void Search_PredicateAsked_OnlyAboutTheListsItVisits()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled("IVF8,Flat");
        int asked = 0;
        using FaissIdFilterHandle filter = FaissIdFilterHandle.Where(_ => Interlocked.Increment(ref asked) > 0);

        Search(index, 1, new FaissSearchParameters(1, NProbe: 1, IdFilter: filter));

        Assert.InRange(asked, 1, Count / 2);
    }

    [Theory]
    [InlineData("Flat")]
    [InlineData("IVF8,Flat")]
    [InlineData("PQ2x4np")]
    public void Search_PredicateThrows_ArrivesAtTheCallerAndTheIndexStillWorks(string factory)
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled(factory);
        using FaissIdFilterHandle filter = FaissIdFilterHandle.Where(id => id == 500 ? throw new TimeoutException("at 500") : true);
        using FaissIdFilterHandle all = FaissIdFilterHandle.Range(0, Count);
        using FaissIdFilterHandle both = FaissIdFilterHandle.And(all, filter);
        var parameters = new FaissSearchParameters(4, NProbe: 8, IdFilter: both);

        Assert.Equal("at 500", Assert.Throws<TimeoutException>(() => Search(index, 25, parameters)).Message);
        Assert.Equal("at 500", Assert.Throws<TimeoutException>(() => index.RangeSearch(new float[Dimension], 10, parameters)).Message);
        Assert.Throws<TimeoutException>(() => filter.Contains(500));
        Assert.DoesNotContain(-1L, Search(index, 25, new FaissSearchParameters(4, NProbe: 8)).Ids);
    }

    [Fact]
    public void Remove_WherePredicate_RemovesThat()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled("Flat");
        using FaissIdFilterHandle filter = FaissIdFilterHandle.Where(id => id % 4 == 0);

        Assert.Equal(Count / 4, index.Remove(filter));
        Assert.Equal(Count * 3 / 4, index.Count);
    }

    [Theory]
    [InlineData("Flat")]
    [InlineData("IVF8,SQ8")]
    public void Save_Stream_HasTheBytesOfTheBuffer(string factory)
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled(factory);
        using FaissBufferHandle buffer = index.Save();
        using var expected = new MemoryStream();
        using var actual = new MemoryStream();
        buffer.CopyTo(expected);

        Assert.Equal(expected.Length, index.Save(actual));

        Assert.Equal(expected.ToArray(), actual.ToArray());
    }

    [Fact]
    public void Save_BinaryToStream_HasTheBytesOfTheBuffer()
    {
        NativeLibraryRequired.Check();
        using FaissBinaryIndexHandle index = FaissBinaryIndexHandle.Create(16, "BFlat");
        index.Add([1, 2, 3, 4]);
        using FaissBufferHandle buffer = index.Save();
        using var expected = new MemoryStream();
        using var actual = new MemoryStream();
        buffer.CopyTo(expected);

        Assert.Equal(expected.Length, index.Save(actual));

        Assert.Equal(expected.ToArray(), actual.ToArray());
    }

    [Fact]
    public void Save_StreamThrows_ArrivesAtTheCaller()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled("Flat");

        Assert.Throws<NotSupportedException>(() => index.Save(new MemoryStream(new byte[100], writable: true)));
        Assert.Throws<ObjectDisposedException>(() => index.Save(Closed()));
        Assert.Throws<OperationCanceledException>(() => index.Save(new MemoryStream(), new CancellationToken(canceled: true)));
    }

    private static MemoryStream Closed()
    {
        var stream = new MemoryStream();
        stream.Dispose();
        return stream;
    }

    /// <summary>{6, 12, 500}: multiples of 6 below 18 without 0, or 500.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FaissIdFilterHandle Combined()
    {
        using FaissIdFilterHandle even = FaissIdFilterHandle.Where(id => id % 2 == 0);
        using FaissIdFilterHandle three = FaissIdFilterHandle.Where(id => id % 3 == 0);
        using FaissIdFilterHandle six = FaissIdFilterHandle.And(even, three);
        using FaissIdFilterHandle notLow = FaissIdFilterHandle.Where(id => id is 0 or >= 18);
        using FaissIdFilterHandle low = FaissIdFilterHandle.Not(notLow);
        using FaissIdFilterHandle both = FaissIdFilterHandle.And(six, low);
        using FaissIdFilterHandle other = FaissIdFilterHandle.Where(id => id == 500);
        return FaissIdFilterHandle.Or(both, other);
    }

    private static (float[] Distances, long[] Ids) Search(FaissIndexHandle index, int queries, FaissSearchParameters parameters, int k = 3)
    {
        var distances = new float[queries * k];
        var ids = new long[queries * k];
        index.Search(Vectors(queries, 9), k, distances, ids, parameters);
        return (distances, ids);
    }

    private static FaissIndexHandle CreateFilled(string factory)
    {
        FaissIndexHandle index = FaissIndexHandle.Create(Dimension, factory, faissnet_metric.FAISSNET_METRIC_L2);
        index.Train(Vectors(Count, 1));
        index.Add(Vectors(Count, 1));
        return index;
    }

    private static float[] Vectors(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * Dimension).Select(_ => random.NextSingle())];
    }
}
