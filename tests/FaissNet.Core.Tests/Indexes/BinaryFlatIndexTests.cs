using System.Numerics;

namespace FaissNet.Indexes;

public sealed class BinaryFlatIndexTests
{
    public static TheoryData<int> Bits => new(8, 16, 64, 96, 128, 256, 512, 1000, 1024);

    [Theory]
    [MemberData(nameof(Bits))]
    public void Search_AnyNumberOfBits_EqualsBruteForce(int bits)
    {
        const int count = 500;
        using var index = new BinaryFlatIndex(bits);
        byte[] vectors = RandomBytes(count * bits / 8, 1);
        index.Add(vectors);
        byte[] queries = RandomBytes(6 * bits / 8, 2);
        SearchResult<int> result = index.Search(queries, 20);
        for (int q = 0; q < 6; q++)
        {
            (int Distance, long Id)[] expected = Rank(queries.AsSpan(q * bits / 8, bits / 8), vectors);
            Assert.Equal(expected.Take(20).Select(x => x.Distance), result.DistancesOf(q).ToArray());
            Assert.Equal(expected.Take(20).Select(x => x.Id), result.IdsOf(q).ToArray());
        }
    }

    [Fact]
    public void Search_FilterThreadsAndMissing_FollowTheContract()
    {
        using var index = new BinaryFlatIndex(64);
        byte[] vectors = RandomBytes(300 * 8, 1);
        index.Add(vectors);
        byte[] queries = RandomBytes(50 * 8, 2);
        IdFilter filter = IdFilter.Range(100, 104);
        SearchResult<int> one = index.Search(queries, 6, new SearchOptions { Filter = filter, MaxDegreeOfParallelism = 1 });
        SearchResult<int> many = index.Search(queries, 6, new SearchOptions { Filter = filter, MaxDegreeOfParallelism = 4 });
        Assert.Equal(one.Ids, many.Ids);
        Assert.Equal(one.Distances, many.Distances);
        for (int q = 0; q < 50; q++)
        {
            Assert.Equal([100, 101, 102, 103], one.IdsOf(q)[..4].ToArray().Order());
            Assert.Equal([-1, -1], one.IdsOf(q)[4..].ToArray());
            Assert.Equal([int.MaxValue, int.MaxValue], one.DistancesOf(q)[4..].ToArray());
        }
    }

    [Fact]
    public void Search_Warm_AllocatesNothing()
    {
        using var index = new BinaryFlatIndex(256);
        index.Add(RandomBytes(300 * 32, 1));
        byte[] queries = RandomBytes(25 * 32, 2);
        var distances = new int[250];
        var ids = new long[250];
        var options = new SearchOptions { MaxDegreeOfParallelism = 1 };
        AllocationAssert.NoneOnceWarm(() => index.Search(queries, 10, distances, ids, options));
    }

    [Fact]
    public void RangeSearch_DistanceEqualToRadius_IsOutside()
    {
        using var index = new BinaryFlatIndex(8);
        index.Add([0b0, 0b1, 0b11, 0b111]);
        RangeSearchResult<int> result = index.RangeSearch([0b0, 0b1111], 2);
        Assert.Equal([0, 2, 3], result.Limits);
        Assert.Equal([0, 1, 3], result.Ids);
        Assert.Equal([0, 1, 1], result.Distances);
    }

    [Fact]
    public void RemoveMergeReset_KeepTheOrder()
    {
        using var index = new BinaryFlatIndex(16);
        byte[] vectors = RandomBytes(200 * 2, 3);
        index.Add(vectors);
        Assert.Equal(100, index.Remove(IdFilter.Where(id => id % 2 == 0)));
        Assert.Equal(vectors[2..4], index.Reconstruct(0));
        Assert.Equal(vectors[398..400], index.Reconstruct(99));
        using var other = new BinaryFlatIndex(16);
        other.Add([9, 8]);
        Assert.Throws<ArgumentException>(() => index.Merge(other, 4));
        index.Merge(other);
        Assert.Equal([9, 8], index.Reconstruct(100));
        Assert.Equal(0, other.Count);
        index.Reset();
        Assert.Equal(0, index.Count);
        Assert.Equal([-1L], index.Search([1, 2], 1).Ids);
    }

    [Fact]
    public void BadArguments_Throw()
    {
        using var index = new BinaryFlatIndex(16);
        index.Add([1, 2]);
        Assert.Throws<ArgumentException>(() => index.Add([1, 2, 3]));
        Assert.Throws<NotSupportedException>(() => index.AddWithIds([1, 2], [5]));
        Assert.Throws<ArgumentException>(() => index.Search([1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search([1, 2], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Reconstruct(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryFlatIndex(12));
        var options = new BuildOptions { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => index.Add([1, 2], options));
        Assert.Equal(1, index.Count);
    }

    private static (int Distance, long Id)[] Rank(ReadOnlySpan<byte> query, byte[] vectors)
    {
        int size = query.Length;
        var ranked = new (int Distance, long Id)[vectors.Length / size];
        for (int i = 0; i < ranked.Length; i++)
        {
            int distance = 0;
            for (int b = 0; b < size; b++)
                distance += BitOperations.PopCount((uint)(query[b] ^ vectors[i * size + b]));
            ranked[i] = (distance, i);
        }
        Array.Sort(ranked);
        return ranked;
    }

    private static byte[] RandomBytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
