namespace FaissNet.Contract;

/// <summary>What every binary index must do, whatever its kind.</summary>
public sealed class BinaryContractTests
{
    private const int K = 12;

    private static readonly byte[] s_queries = BinaryIndexCases.Vectors(40, seed: 7);

    public static TheoryData<string> Cases => BinaryIndexCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Search_LookingEverywhere_FindsTheNearest(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description);
        byte[] vectors = BinaryIndexCases.Vectors();
        SearchResult<int> result = index.Search(s_queries, K);
        for (int q = 0; q < result.QueryCount; q++)
        {
            ReadOnlySpan<byte> query = BinaryIndexCases.Row(s_queries, q);
            (int Distance, long Id)[] expected = BinaryIndexCases.Ranked(index, vectors, query);
            Assert.Equal(expected.Take(K).Select(hit => hit.Distance), result.DistancesOf(q).ToArray());
            // Of equals at the cut any may stay; before it they come by id.
            int cut = expected[K - 1].Distance;
            int sure = expected.Count(hit => hit.Distance < cut);
            Assert.Equal(expected.Take(sure).Select(hit => hit.Id), result.IdsOf(q)[..sure].ToArray());
            Assert.Subset(
                expected.Where(hit => hit.Distance == cut).Select(hit => hit.Id).ToHashSet(), result.IdsOf(q)[sure..].ToArray().ToHashSet());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Search_BatchAloneThreads_GiveTheSame(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description);
        SearchResult<int> batch = index.Search(s_queries, K, new SearchOptions { MaxDegreeOfParallelism = 1 });
        SearchResult<int> threads = index.Search(s_queries, K, new SearchOptions { MaxDegreeOfParallelism = 3 });
        Assert.Equal(batch.Distances, threads.Distances);
        Assert.Equal(batch.Ids, threads.Ids);
        for (int q = 0; q < batch.QueryCount; q++)
        {
            SearchResult<int> alone = index.Search(BinaryIndexCases.Row(s_queries, q), K);
            Assert.Equal(alone.Distances, batch.DistancesOf(q).ToArray());
            Assert.Equal(alone.Ids, batch.IdsOf(q).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Search_FilterAndMissing_FollowTheContract(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description);
        long[] chosen = [BinaryIndexCases.IdAt(index, 3), BinaryIndexCases.IdAt(index, 77), BinaryIndexCases.IdAt(index, 599)];
        SearchResult<int> result = index.Search(s_queries, 5, new SearchOptions { Filter = IdFilter.Of(chosen) });
        for (int q = 0; q < result.QueryCount; q++)
        {
            Assert.Equal(chosen, result.IdsOf(q)[..3].ToArray().Order());
            Assert.Equal([-1, -1], result.IdsOf(q)[3..].ToArray());
            Assert.Equal([int.MaxValue, int.MaxValue], result.DistancesOf(q)[3..].ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RangeSearch_Everywhere_FindsWhatIsInside(string description)
    {
        const int radius = 9;
        using BinaryIndex index = BinaryIndexCases.Filled(description);
        byte[] vectors = BinaryIndexCases.Vectors();
        IdFilter filter = IdFilter.Where(id => id % 2 == 0);
        RangeSearchResult<int> result = index.RangeSearch(s_queries, radius, new SearchOptions { Filter = filter });
        Assert.NotEmpty(result.Ids);
        for (int q = 0; q < result.QueryCount; q++)
        {
            IEnumerable<(int, long)> expected = BinaryIndexCases.Ranked(index, vectors, BinaryIndexCases.Row(s_queries, q))
                .Where(hit => hit.Distance < radius && filter.Contains(hit.Id));
            Assert.Equal(expected, result.DistancesOf(q).ToArray().Zip(result.IdsOf(q).ToArray()).Order());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reconstruct_StoredId_GivesTheVector(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description);
        byte[] vectors = BinaryIndexCases.Vectors();
        if (index is BinaryIdMapIndex { HasReverseMap: false })
        {
            Assert.Throws<NotSupportedException>(() => index.Reconstruct(1000));
            return;
        }
        foreach (long position in (long[])[0, 63, 64, 599])
            Assert.Equal(BinaryIndexCases.Row(vectors, position).ToArray(), index.Reconstruct(BinaryIndexCases.IdAt(index, position)));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Reconstruct(BinaryIndexCases.IdAt(index, 600)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Remove_Filter_TakesOutWhatItContains(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description);
        IdFilter filter = IdFilter.Where(id => id % 5 == 0);
        if (index is BinaryIdMapIndex { Inner: not (BinaryFlatIndex or BinaryMultiHashIndex) })
        {
            Assert.Throws<NotSupportedException>(() => index.Remove(filter));
            Assert.Equal(600, index.Count);
            return;
        }
        byte[] vectors = BinaryIndexCases.Vectors();
        long[] kept = [.. Enumerable.Range(0, 600).Select(i => BinaryIndexCases.IdAt(index, i)).Where(id => !filter.Contains(id))];

        Assert.Equal(600 - kept.Length, index.Remove(filter));

        Assert.Equal(kept.Length, index.Count);
        int[] distances = index.Search(s_queries, 600, new SearchOptions()).DistancesOf(0)[..kept.Length].ToArray();
        Assert.Equal(
            Enumerable.Range(0, 600).Where(i => !filter.Contains(BinaryIndexCases.IdAt(index, i)))
                .Select(i => BinaryIndexCases.Distance(BinaryIndexCases.Row(s_queries, 0), BinaryIndexCases.Row(vectors, i))).Order(),
            distances);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Merge_SameTraining_IsAsIfAddedHere(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description, 400);
        using BinaryIndex other = BinaryIndexCases.Trained(description);
        using BinaryIndex whole = BinaryIndexCases.Filled(description);
        byte[] rest = BinaryIndexCases.Vectors()[(400 * 8)..];
        if (BinaryIndexCases.HasIdMap(other))
            other.AddWithIds(rest, BinaryIndexCases.Ids(200, 0));
        else
            other.Add(rest);
        bool numbersItself = index is BinaryFlatIndex or BinaryMultiHashIndex;
        if (numbersItself)
            Assert.Throws<ArgumentException>(() => index.Merge(other, 400));

        index.Merge(other, numbersItself ? 0 : BinaryIndexCases.HasIdMap(index) ? 1200 : 400);

        Assert.Equal((600, 0), (index.Count, other.Count));
        Assert.Equal(whole.Search(s_queries, K).Distances, index.Search(s_queries, K).Distances);
        Assert.Equal(whole.Search(s_queries, 600).IdsOf(3).ToArray(), index.Search(s_queries, 600).IdsOf(3).ToArray());
        Assert.Throws<ArgumentException>(() => index.Merge(index));
        using BinaryIndex different = BinaryIndex.Create(BinaryIndexCases.Bits, description == "BFlat" ? "BHash3" : "BFlat");
        Assert.Throws<ArgumentException>(() => index.Merge(different));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SaveAndLoad_Filled_IsTheSameAndSavesTheSameBytes(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description);
        using var stream = new MemoryStream();
        index.Save(stream);
        stream.Position = 0;

        using BinaryIndex loaded = BinaryIndex.Load(stream);
        using var again = new MemoryStream();
        loaded.Save(again);

        Assert.Equal(stream.ToArray(), again.ToArray());
        Assert.Equal(index.ToString(), loaded.ToString());
        Assert.Equal(index.Search(s_queries, K).Ids, loaded.Search(s_queries, K).Ids);
        BinaryIndexCases.Add(loaded, BinaryIndexCases.Vectors(10, seed: 5));
        Assert.Equal(610, loaded.Count);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Map_Filled_AnswersAsTheLoadedOneAndIsReadOnly(string description)
    {
        string path = Path.GetTempFileName();
        try
        {
            using BinaryIndex index = BinaryIndexCases.Filled(description);
            index.Save(path);
            using BinaryIndex mapped = BinaryIndex.Load(path, new LoadOptions { MemoryMap = true });
            Assert.True(mapped.IsMemoryMapped);
            Assert.Equal(index.Search(s_queries, K).Ids, mapped.Search(s_queries, K).Ids);
            Assert.Equal(index.Search(BinaryIndexCases.Row(s_queries, 1), K).Ids, mapped.Search(BinaryIndexCases.Row(s_queries, 1), K).Ids);
            Assert.Equal(index.RangeSearch(s_queries, 9).Ids, mapped.RangeSearch(s_queries, 9).Ids);
            if (mapped is not BinaryIdMapIndex { HasReverseMap: false })
                Assert.Equal(index.Reconstruct(BinaryIndexCases.IdAt(index, 70)), mapped.Reconstruct(BinaryIndexCases.IdAt(index, 70)));
            Assert.Throws<InvalidOperationException>(() => mapped.Remove(IdFilter.Of(1)));
            Assert.Throws<InvalidOperationException>(mapped.Reset);
            using var saved = new MemoryStream();
            mapped.Save(saved);
            Assert.Equal(File.ReadAllBytes(path), saved.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SaveAndLoad_Empty_IsTheSame(string description)
    {
        using BinaryIndex index = BinaryIndex.Create(BinaryIndexCases.Bits, description);
        using var stream = new MemoryStream();
        index.Save(stream);
        stream.Position = 0;
        using BinaryIndex loaded = BinaryIndex.Load(stream);
        Assert.Equal((index.IsTrained, 0), (loaded.IsTrained, loaded.Count));
        loaded.Train(BinaryIndexCases.Vectors());
        BinaryIndexCases.Add(loaded, BinaryIndexCases.Vectors());
        BinaryIndexCases.LookEverywhere(loaded);
        using BinaryIndex filled = BinaryIndexCases.Filled(description);
        Assert.Equal(filled.Search(s_queries, K).Ids, loaded.Search(s_queries, K).Ids);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reset_Filled_KeepsTheTraining(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description);
        index.Reset();
        Assert.Equal((0, true), (index.Count, index.IsTrained));
        Assert.All(index.Search(s_queries, 2).Ids, id => Assert.Equal(-1, id));
        Assert.Empty(index.RangeSearch(s_queries, 65).Ids);
        BinaryIndexCases.Add(index, BinaryIndexCases.Vectors());
        using BinaryIndex filled = BinaryIndexCases.Filled(description);
        Assert.Equal(filled.Search(s_queries, K).Ids, index.Search(s_queries, K).Ids);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void BadArguments_ThrowAndChangeNothing(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description);
        byte[] two = BinaryIndexCases.Vectors(2);
        Assert.Throws<ArgumentException>(() => index.Add(two.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => index.AddWithIds(two, [1]));
        Assert.Throws<ArgumentException>(() => index.AddWithIds(two, [1, -1]));
        Assert.Throws<InvalidOperationException>(() => index.Train(two));
        Assert.Throws<ArgumentException>(() => index.Search(two.AsSpan(1), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(two, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(two, 1, new SearchOptions { NProbe = 0 }));
        if (BinaryIndexCases.HasIdMap(index))
            Assert.Throws<InvalidOperationException>(() => index.Add(two));
        else if (index is BinaryFlatIndex or BinaryMultiHashIndex)
            Assert.Throws<NotSupportedException>(() => index.AddWithIds(two, [1, 2]));
        var cancelled = new BuildOptions { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => BinaryIndexCases.Add(index, two, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(
            () => index.Search(two, 1, new SearchOptions { CancellationToken = new CancellationToken(canceled: true) }));
        Assert.Equal(600, index.Count);
        index.Dispose();
        Assert.Throws<ObjectDisposedException>(() => index.Search(two, 1));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Search_Warm_AllocatesNothing(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description);
        var distances = new int[40 * K];
        var ids = new long[40 * K];
        var options = new SearchOptions { MaxDegreeOfParallelism = 1 };
        AllocationAssert.NoneOnceWarm(() => index.Search(s_queries, K, distances, ids, options));
    }
}
