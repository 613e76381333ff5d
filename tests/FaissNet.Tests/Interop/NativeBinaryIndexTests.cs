namespace FaissNet.Tests.Interop;

/// <summary>The native engine keeps the contract of <see cref="BinaryIndex"/>.</summary>
public sealed class NativeBinaryIndexTests
{
    private const int Bits = 64;

    [Fact]
    public void EveryOperation_BinaryFlat_SameAsManaged()
    {
        NativeEngineRequired.Check();
        using BinaryIndex native = CreateFilled("BFlat", Engine.Native);
        using BinaryIndex managed = CreateFilled("BFlat", Engine.Managed);
        byte[] queries = TestVectors.Bits(10, Bits, seed: 2);
        var options = new SearchOptions { Filter = IdFilter.Where(id => id % 3 != 1) };

        Assert.Equal(native.Search(queries, 5).Ids, managed.Search(queries, 5).Ids);
        Assert.Equal(native.Search(queries, 5, options).Ids, managed.Search(queries, 5, options).Ids);
        Assert.Equal(native.Search(queries, 5, options).Distances, managed.Search(queries, 5, options).Distances);
        Assert.Equal(Hits(native.RangeSearch(queries, 26)), Hits(managed.RangeSearch(queries, 26)));
        Assert.Equal(native.Reconstruct(7), managed.Reconstruct(7));
        Assert.Equal(20, native.Remove(IdFilter.Range(10, 30)));
        Assert.Equal(20, managed.Remove(IdFilter.Range(10, 30)));
        Assert.Equal(Saved(native), Saved(managed));
    }

    [Fact]
    public void BinaryIvf_TrainAddWithIdsSearch_FindsThem()
    {
        NativeEngineRequired.Check();
        using BinaryIndex index = FaissIndex.CreateBinary(Bits, "BIVF4", Engine.Native);
        byte[] vectors = TestVectors.Bits(200, Bits, seed: 1);

        Assert.Throws<InvalidOperationException>(() => index.Add(vectors));
        index.Train(vectors);
        index.AddWithIds(vectors, [.. Enumerable.Range(0, 200).Select(i => 5000L + i)]);

        var options = new SearchOptions { NProbe = 4, Filter = IdFilter.Where(id => id >= 5050) };
        Assert.Equal([5060], index.Search(vectors.AsSpan(60 * 8, 8), 1, options).Ids);
        Assert.NotEqual(5010, index.Search(vectors.AsSpan(10 * 8, 8), 1, options).Ids[0]);
    }

    [Fact]
    public void UpdateAndSetParameters_BinaryIvf_SameAsManaged()
    {
        NativeEngineRequired.Check();
        foreach (Engine engine in (Engine[])[Engine.Native, Engine.Managed])
        {
            using BinaryIndex index = FaissIndex.CreateBinary(Bits, "BIVF4", engine);
            byte[] vectors = TestVectors.Bits(200, Bits, seed: 1);
            index.Train(vectors);
            index.Add(vectors);
            index.SetParameters("nprobe=4");
            byte[] replaced = TestVectors.Bits(2, Bits, seed: 3);

            Assert.Equal(1, index.Update(replaced, [17, 900]));

            Assert.Equal(201, index.Count);
            Assert.Equal([17, 900], index.Search(replaced, 1).Ids);
            Assert.NotEqual(17, index.Search(vectors.AsSpan(17 * 8, 8), 1).Ids[0]);
            Assert.Throws<ArgumentException>(() => index.SetParameters("nprobe=3,nflip=1"));
            Assert.Throws<ArgumentException>(() => index.SetParameters("nprobe=0"));
            Assert.Equal([17, 900], index.Search(replaced, 1).Ids);
        }
        using BinaryIndex flat = CreateFilled("BFlat", Engine.Native);
        Assert.Throws<NotSupportedException>(() => flat.Update(new byte[8], [1]));
        Assert.Throws<ArgumentException>(() => flat.SetParameters("nprobe=1"));
    }

    [Fact]
    public void AddWithIds_Flat_ThrowsNotSupported()
    {
        NativeEngineRequired.Check();
        using BinaryIndex index = FaissIndex.CreateBinary(Bits, "BFlat", Engine.Native);

        Assert.Throws<NotSupportedException>(() => index.AddWithIds(new byte[8], [1]));
    }

    [Fact]
    public void Reconstruct_UnknownId_ThrowsArgumentOutOfRange()
    {
        NativeEngineRequired.Check();
        using BinaryIndex index = CreateFilled("BFlat", Engine.Native);

        Assert.Throws<ArgumentOutOfRangeException>(() => index.Reconstruct(200));
    }

    [Fact]
    public void Merge_Flat_MovesTheVectorsAndDisposeFreesAll()
    {
        NativeEngineRequired.Check();
        long before = FaissRuntime.LiveObjects;
        using (BinaryIndex index = CreateFilled("BFlat", Engine.Native))
        using (BinaryIndex other = CreateFilled("BFlat", Engine.Native))
        {
            index.Merge(other);
            Assert.Equal((400L, 0L), (index.Count, other.Count));
            index.Reset();
            Assert.Equal(0, index.Count);
        }

        Assert.Equal(before, FaissRuntime.LiveObjects);
    }

    private static BinaryIndex CreateFilled(string factory, Engine engine)
    {
        BinaryIndex index = FaissIndex.CreateBinary(Bits, factory, engine);
        index.Add(TestVectors.Bits(200, Bits, seed: 1));
        return index;
    }

    /// <summary>Hits come in no particular order.</summary>
    private static string Hits(RangeSearchResult<int> result)
        => string.Join('\n', Enumerable.Range(0, result.QueryCount).Select(query => Hits(result, query)));

    private static string Hits(RangeSearchResult<int> result, int query)
    {
        IEnumerable<(long Id, int Distance)> hits = result.IdsOf(query).ToArray().Zip(result.DistancesOf(query).ToArray());
        return string.Join(' ', hits.OrderBy(hit => hit.Id).Select(hit => $"{hit.Id}:{hit.Distance}"));
    }

    private static byte[] Saved(BinaryIndex index)
    {
        using var stream = new MemoryStream();
        index.Save(stream);
        return stream.ToArray();
    }
}
