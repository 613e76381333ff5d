using FaissNet.Contract;

namespace FaissNet.Indexes;

public sealed class BinaryIvfIndexTests
{
    private const int Bits = 32;

    /// <summary>FAISS's heap, offered everything in the order of the lists: what grouped batches must give, ties at the cut included.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    public void Search_GroupedBatchFullOfTies_KeepsWhatAHeapInProbeOrderKeeps(int k)
    {
        using var index = new BinaryIvfIndex(Bits, 8) { NProbe = 5 };
        byte[] vectors = Ties(900, 1);
        index.Train(vectors);
        index.AddWithIds(vectors, ShuffledIds(900));
        byte[] queries = Ties(200, 2);

        SearchResult<int> batch = index.Search(queries, k, new SearchOptions { MaxDegreeOfParallelism = 1 });

        for (int q = 0; q < 200; q++)
        {
            (int Distance, long Id)[] expected = HeapInProbeOrder(index, queries.AsSpan(q * Bits / 8, Bits / 8), k);
            Assert.Equal(expected, batch.DistancesOf(q).ToArray().Zip(batch.IdsOf(q).ToArray()));
            Assert.Equal(batch.IdsOf(q).ToArray(), index.Search(queries.AsSpan(q * Bits / 8, Bits / 8), k).Ids);
        }
    }

    [Fact]
    public void Search_FewerThanKInTheListsOrAfterAFilter_EndsWithMissing()
    {
        using var index = new BinaryIvfIndex(Bits, 8) { NProbe = 2 };
        byte[] vectors = Ties(300, 1);
        index.Train(vectors);
        index.Add(vectors);
        byte[] queries = Ties(200, 2);
        var options = new SearchOptions { Filter = IdFilter.Where(id => id % 50 == 0), NProbe = 8 };
        SearchResult<int> result = index.Search(queries, 9, options);
        for (int q = 0; q < 200; q++)
        {
            Assert.Equal([0, 50, 100, 150, 200, 250], result.IdsOf(q)[..6].ToArray().Order());
            Assert.Equal([-1, -1, -1], result.IdsOf(q)[6..].ToArray());
        }
    }

    [Fact]
    public void Search_NProbesAndMaxCodes_BoundWhatEachQueryLooksAt()
    {
        using var index = new BinaryIvfIndex(Bits, 8) { NProbe = 8 };
        byte[] vectors = Ties(900, 1);
        index.Train(vectors);
        index.Add(vectors);
        byte[] queries = Ties(40, 2);
        int[] wanted = [.. Enumerable.Range(0, 40).Select(q => 1 + (q % 9))];
        SearchResult<int> together = index.Search(queries, 10, new SearchOptions { NProbes = wanted });
        RangeSearchResult<int> ranges = index.RangeSearch(queries, 8, new SearchOptions { NProbes = wanted });
        for (int q = 0; q < 40; q++)
        {
            byte[] query = queries[(q * 4)..((q + 1) * 4)];
            var alone = new SearchOptions { NProbe = wanted[q] };
            Assert.Equal(index.Search(query, 10, alone).Ids, together.IdsOf(q).ToArray());
            Assert.Equal(index.RangeSearch(query, 8, alone).Ids, ranges.IdsOf(q).ToArray());
            // The whole first list, and one code of the second.
            int first = (int)index.CoarseQuantizer.Search(query, 1).Ids[0];
            long limit = index.ListLength(first) + 1;
            Assert.Equal(limit, index.Search(query, 900, new SearchOptions { MaxCodes = limit }).Ids.Count(id => id >= 0));
        }
        index.MaxCodes = 5;
        Assert.All(Enumerable.Range(0, 40), q => Assert.Equal(5, index.Search(queries, 9).IdsOf(q).ToArray().Count(id => id >= 0)));
    }

    [Fact]
    public void CloneAndShrink_KeepEverything()
    {
        using var index = new BinaryIvfIndex(Bits, 8) { NProbe = 3 };
        byte[] vectors = Ties(300, 1);
        index.Train(vectors);
        index.Add(vectors);
        using BinaryIndex copy = index.Clone();
        index.Remove(IdFilter.Range(0, 200));
        index.Shrink();
        Assert.Equal((100, 300), (index.Count, copy.Count));
        copy.Remove(IdFilter.Range(0, 200));
        byte[] queries = Ties(60, 2);
        Assert.Equal(copy.Search(queries, 7).Ids, index.Search(queries, 7).Ids);
        index.Add(vectors);
        Assert.Equal(400, index.Count);
    }

    [Fact]
    public void DirectMap_MadeAndKept_FindsEveryVector()
    {
        using var index = new BinaryIvfIndex(Bits, 4);
        byte[] vectors = Ties(200, 1);
        index.Train(vectors);
        index.Add(vectors);
        index.MakeDirectMap();
        index.Add(Ties(50, 3));
        Assert.Equal(Ties(50, 3)[..4], index.Reconstruct(200));
        Assert.Equal(vectors[^4..], index.Reconstruct(199));
        Assert.Throws<InvalidOperationException>(() => index.AddWithIds(vectors.AsSpan(0, 4), [7]));
        Assert.Throws<NotSupportedException>(() => index.Remove(IdFilter.Of(1)));
        using var stream = new MemoryStream();
        index.Save(stream);
        stream.Position = 0;
        using var loaded = (BinaryIvfIndex)BinaryIndex.Load(stream);
        Assert.Equal(vectors[40..44], loaded.Reconstruct(10));
        loaded.ClearDirectMap();
        Assert.Equal(1, loaded.Remove(IdFilter.Of(10)));
        Assert.Throws<ArgumentOutOfRangeException>(() => loaded.Reconstruct(10));
    }

    [Fact]
    public void Remove_FromAList_MovesTheLastIntoTheGap()
    {
        using var index = new BinaryIvfIndex(8, 1);
        index.Train([0, 1, 2]);
        index.Add([.. Enumerable.Range(0, 10).Select(i => (byte)i)]);
        Assert.Equal(2, index.Remove(IdFilter.Of(2, 5)));
        // All equally far, so the order of the list shows.
        Assert.Equal([0, 1, 9, 3, 4, 8, 6, 7], index.RangeSearch([0], 9).Ids);
    }

    [Fact]
    public void Train_TooFewOrAgain_FollowsFaiss()
    {
        using var index = new BinaryIvfIndex(Bits, 8);
        Assert.Throws<InvalidOperationException>(() => index.Add(Ties(1, 1)));
        Assert.Throws<ArgumentException>(() => index.Train(Ties(7, 1)));
        Assert.False(index.IsTrained);
        index.Train(Ties(100, 1));
        byte[] centroid = index.CoarseQuantizer.Reconstruct(3);
        index.Train(Ties(100, 2));
        Assert.Equal(centroid, index.CoarseQuantizer.Reconstruct(3));
    }

    /// <summary>Bytes of few values: most distances are shared by many.</summary>
    private static byte[] Ties(int count, int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[count * Bits / 8];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(random.Next(4) * 0x15);
        return bytes;
    }

    private static long[] ShuffledIds(int count)
    {
        long[] ids = [.. Enumerable.Range(0, count).Select(i => 5L * i)];
        new Random(4).Shuffle(ids);
        return ids;
    }

    private static (int Distance, long Id)[] HeapInProbeOrder(BinaryIvfIndex index, ReadOnlySpan<byte> query, int k)
    {
        var heap = new List<(int Distance, long Id)>();
        long[] lists = index.CoarseQuantizer.Search(query, index.NProbe).Ids;
        var code = new byte[Bits / 8];
        foreach (long list in lists)
        {
            for (long row = 0; row < index.ListLength((int)list); row++)
            {
                long id = index.Lists.Ids((int)list)[row][0];
                index.Reconstruct(id, code);
                int distance = BinaryIndexCases.Distance(query, code);
                if (heap.Count == k && distance >= heap.Max().Distance)
                    continue;
                if (heap.Count == k)
                    heap.Remove(heap.Max());
                heap.Add((distance, id));
            }
        }
        return [.. heap.Order()];
    }
}
