using FaissNet.Testing;

namespace FaissNet.Indexes;

public sealed class BinaryHnswIndexTests
{
    private const int Bytes = 8;

    public static TheoryData<string> Keys { get; } = ["1.7.3/BHNSW8", "1.15.0/BHNSW8"];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Search_AllNodes_EqualsBruteForce(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using var index = (BinaryHnswIndex)BinaryIndex.Load(file.IndexPath);
        var options = new SearchOptions { EfSearch = (int)index.Count };
        byte[] queries = file.BitQueries.Values;
        SearchResult<int> result = index.Search(queries, 20, options);
        IdFilter odd = IdFilter.Where(id => id % 2 == 1);
        SearchResult<int> filtered = index.Search(queries, 20, options with { Filter = odd });
        RangeSearchResult<int> range = index.RangeSearch(queries, 24, options);
        Assert.NotEmpty(range.Ids);
        for (int q = 0; q < result.QueryCount; q++)
        {
            (int Distance, long Id)[] ranked = Ranked(file, queries.AsSpan(q * Bytes, Bytes));
            AssertNearest(ranked, result, q);
            AssertNearest([.. ranked.Where(hit => odd.Contains(hit.Id))], filtered, q);
            Assert.Equal(ranked.Where(hit => hit.Distance < 24), range.DistancesOf(q).ToArray().Zip(range.IdsOf(q).ToArray()).Order());
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Search_AnyThreadsOrMapped_GivesTheSameAndAllocatesNothing(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using BinaryIndex index = BinaryIndex.Load(file.IndexPath);
        using BinaryIndex mapped = BinaryIndex.Load(file.IndexPath, new LoadOptions { MemoryMap = true });
        using BinaryIndex copy = mapped.Clone();
        byte[] queries = file.BitQueries.Values;
        long[] expected = index.Search(queries, 5, new SearchOptions { MaxDegreeOfParallelism = 1 }).Ids;
        Assert.Equal(expected, index.Search(queries, 5, new SearchOptions { MaxDegreeOfParallelism = 3 }).Ids);
        Assert.True(mapped.IsMemoryMapped);
        Assert.Equal(expected, mapped.Search(queries, 5).Ids);
        Assert.Equal(expected, copy.Search(queries, 5).Ids);
        var distances = new int[expected.Length];
        var ids = new long[expected.Length];
        var options = new SearchOptions { MaxDegreeOfParallelism = 1 };
        AllocationAssert.NoneOnceWarm(() => index.Search(queries, 5, distances, ids, options));
    }

    [Fact]
    public void WhatAGraphCannotDo_SaysSoAndChangesNothing()
    {
        GoldenFile file = GoldenFiles.Get("1.15.0/BHNSW8");
        using var index = (BinaryHnswIndex)BinaryIndex.Load(file.IndexPath);
        using BinaryIndex other = index.Clone();
        Assert.Throws<NotSupportedException>(() => index.Add(new byte[Bytes]));
        Assert.Throws<NotSupportedException>(() => index.Update(new byte[Bytes], [1]));
        Assert.Throws<NotSupportedException>(() => index.Remove(IdFilter.Of(1)));
        Assert.Throws<NotSupportedException>(() => index.Merge(other));
        Assert.Throws<ArgumentException>(() => index.SetParameters("efSearch=0"));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.EfSearch = 0);
        using var saved = new MemoryStream();
        index.Save(saved);
        Assert.Equal(File.ReadAllBytes(file.IndexPath), saved.ToArray());
        index.SetParameters("efSearch=40");
        Assert.Equal((40, 8), (index.EfSearch, index.M));
        index.Reset();
        Assert.Equal(-1, index.Search(new byte[Bytes], 1).Ids[0]);
    }

    /// <summary>Of equals at the cut any may stay.</summary>
    private static void AssertNearest((int Distance, long Id)[] ranked, SearchResult<int> result, int query)
    {
        int k = result.K;
        int sure = ranked.Count(hit => hit.Distance < ranked[k - 1].Distance);
        Assert.Equal(ranked.Take(k).Select(hit => hit.Distance), result.DistancesOf(query).ToArray());
        Assert.Equal(ranked.Take(sure).Select(hit => hit.Id), result.IdsOf(query)[..sure].ToArray());
        Assert.Equal(k, result.IdsOf(query).ToArray().Intersect(ranked.Select(hit => hit.Id)).Count());
    }

    private static (int Distance, long Id)[] Ranked(GoldenFile file, ReadOnlySpan<byte> query)
    {
        var ranked = new (int, long)[file.Bits.Rows];
        for (int i = 0; i < ranked.Length; i++)
            ranked[i] = (Contract.BinaryIndexCases.Distance(query, file.Bits[i]), i);
        Array.Sort(ranked);
        return ranked;
    }
}
