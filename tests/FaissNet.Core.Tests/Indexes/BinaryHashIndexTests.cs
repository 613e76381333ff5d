namespace FaissNet.Indexes;

public sealed class BinaryHashIndexTests
{
    [Fact]
    public void FlipMasks_EveryNumber_ComeByWeightAndThenFromTheLargest()
    {
        foreach ((int bits, int flips) in new[] { (1, 0), (1, 1), (5, 2), (8, 8), (12, 3), (62, 1) })
        {
            var masks = new FlipMasks(bits, flips);
            var seen = new List<long> { masks.Mask };
            while (masks.MoveNext())
                seen.Add(masks.Mask);
            IEnumerable<long> expected = bits > 20
                ? Enumerable.Range(0, bits).Select(i => 1L << i).Append(0)
                : Enumerable.Range(0, 1 << bits).Select(mask => (long)mask).Where(mask => long.PopCount(mask) <= flips);
            Assert.Equal(expected.OrderBy(long.PopCount).ThenByDescending(mask => mask), seen);
        }
    }

    [Fact]
    public void NearBuckets_FewerThanMasks_ComeInTheSameOrder()
    {
        var random = new Random(3);
        var buckets = new Dictionary<long, string>();
        while (buckets.Count < 40)
        {
            long hash = random.Next(1 << 12);
            buckets.TryAdd(hash, $"{hash}");
        }
        Assert.Equal(0, NearBuckets<string>.Room(buckets, 12, 1));
        Assert.Equal(40, NearBuckets<string>.Room(buckets, 12, 4));
        Assert.Equal(40, NearBuckets<string>.Room(buckets, 62, 62));
        foreach (int flips in (int[])[0, 3, 5, 12])
        {
            string[] byMasks = Visited([], flips);
            Assert.Equal(buckets.Keys.Count(hash => long.PopCount(hash ^ 0x5a5) <= flips), byMasks.Length);
            Assert.Equal(byMasks, Visited(new long[40], flips));
        }

        string[] Visited(long[] room, int flips)
        {
            var near = new NearBuckets<string>(buckets, 0x5a5, 12, flips, room);
            var visited = new List<string>();
            while (near.MoveNext(out string bucket))
                visited.Add(bucket);
            return [.. visited];
        }
    }

    /// <summary>Of 2⁶⁰ masks nobody sees the end.</summary>
    [Fact]
    public void Search_EveryBitMayFlip_FindsWhatAFlatIndexFinds()
    {
        var bits = new byte[8 * 50];
        new Random(5).NextBytes(bits);
        using var flat = new BinaryFlatIndex(64);
        using var hash = new BinaryHashIndex(64, 60) { NFlip = 60 };
        using var multi = new BinaryMultiHashIndex(64, 1, 60) { NFlip = 60 };
        byte[] queries = bits[..80];
        foreach (BinaryIndex index in (BinaryIndex[])[flat, hash, multi])
            index.Add(bits);
        SearchResult<int> expected = flat.Search(queries, 5);
        RangeSearchResult<int> near = flat.RangeSearch(queries, 25);
        foreach (BinaryIndex index in (BinaryIndex[])[hash, multi])
        {
            Assert.Equal(expected.Distances, index.Search(queries, 5).Distances);
            Assert.Equal(near.Ids.Order(), index.RangeSearch(queries, 25).Ids.Order());
        }
    }

    [Fact]
    public void Search_NFlip_WidensTheCircleOfBuckets()
    {
        using var index = new BinaryHashIndex(16, 4);
        // Hashes 0b0000, 0b0001, 0b0011; the rest of the bits is equal.
        index.Add([0b0000, 7, 0b0001, 7, 0b0011, 7]);
        byte[] query = [0b0000, 7];
        Assert.Equal([0, -1, -1], index.Search(query, 3).Ids);
        index.NFlip = 1;
        Assert.Equal([0, 1, -1], index.Search(query, 3).Ids);
        index.NFlip = 2;
        Assert.Equal([0, 1, 2], index.Search(query, 3).Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.NFlip = 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryHashIndex(16, 17));
    }

    [Fact]
    public void MultiHash_AnyTable_FindsTheVector()
    {
        using var index = new BinaryMultiHashIndex(16, 2, 6);
        // Bits 0 to 5 and 6 to 11.
        index.Add([0b00_000001, 0, 0b01_000000, 0, 0b01_000001, 0]);
        byte[] query = [0b00_000001, 0];
        Assert.Equal([0, 2, -1], index.Search(query, 3).Ids);
        index.NFlip = 1;
        Assert.Equal([0, 2, 1], index.Search(query, 3).Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryMultiHashIndex(16, 3, 6));
    }

    [Fact]
    public void MultiHash_PowerOfTwoInOneBucket_IsReadBack()
    {
        // FAISS writes the length of the bucket in too few bits here and loses it.
        using var index = new BinaryMultiHashIndex(8, 1, 4);
        index.Add([0x10, 0x20, 0x30, 0x40]);
        using var stream = new MemoryStream();
        index.Save(stream);
        stream.Position = 0;
        using BinaryIndex loaded = BinaryIndex.Load(stream);
        Assert.Equal([2, 0, 1, 3], loaded.Search([0x30], 4).Ids);
    }

    [Fact]
    public void MultiHash_FileInWhichFaissLostABucket_IsMadeWholeAgain()
    {
        using var index = new BinaryMultiHashIndex(8, 1, 4);
        index.Add([0x10, 0x20, 0x30, 0x40]);
        using var stream = new MemoryStream();
        index.Save(stream);
        byte[] bytes = stream.ToArray();
        // The map is the last 4 + 8 + 8 bytes and its buffer: (4 + 3) + 4 · 3 bits here, (4 + 2) + 4 · 2 as FAISS writes it, with the length cut to 0.
        byte[] asFaiss = [.. bytes[..^(20 + 3)], 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x00, 0x39];
        using BinaryIndex loaded = BinaryIndex.Load(new MemoryStream(asFaiss));
        Assert.Equal([2, 0, 1, 3], loaded.Search([0x30], 4).Ids);
    }

    [Fact]
    public void FromFloat_FlatIndex_AnswersAsBitsDo()
    {
        using var flat = new BinaryFlatIndex(64);
        using var index = new BinaryFromFloatIndex(new FlatIndex(64));
        var bits = new byte[100 * 8];
        new Random(3).NextBytes(bits);
        flat.Add(bits);
        index.Add(bits);
        byte[] queries = bits[..160];
        using var stream = new MemoryStream();
        index.Save(stream);
        stream.Position = 0;
        using BinaryIndex loaded = BinaryIndex.Load(stream);
        foreach (BinaryIndex either in new[] { index, loaded })
        {
            Assert.Equal(flat.Search(queries, 7).Distances, either.Search(queries, 7).Distances);
            Assert.Equal(flat.Search(queries, 7).Ids, either.Search(queries, 7).Ids);
            Assert.Equal(flat.RangeSearch(queries, 28).Ids, either.RangeSearch(queries, 28).Ids);
            Assert.Equal(flat.RangeSearch(queries, 28).Distances, either.RangeSearch(queries, 28).Distances);
            Assert.Equal(flat.Reconstruct(9), either.Reconstruct(9));
        }
        Assert.Equal([int.MaxValue], loaded.Search(queries.AsSpan(0, 8), 101).Distances[100..]);
        Assert.Throws<ArgumentException>(() => new BinaryFromFloatIndex(new FlatIndex(64, Metric.InnerProduct)));
    }
}
