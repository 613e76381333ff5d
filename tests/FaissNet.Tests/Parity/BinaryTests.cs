namespace FaissNet.Tests.Parity;

/// <summary>Binary indexes that both engines have: trained alike, the same files, the same answers with all their ties.</summary>
public sealed class BinaryTests
{
    private const int Count = 1500;

    /// <summary>64 queries visit their lists one after the other, 600 are grouped by list.</summary>
    public static TheoryData<int, int> BitsAndQueries => new() { { 64, 20 }, { 64, 600 }, { 256, 600 }, { 1000, 100 } };

    [Theory]
    [MemberData(nameof(BitsAndQueries))]
    public void BinaryIvf_TrainedByEither_SameBytesAndAnswers(int bits, int queries)
    {
        NativeEngineRequired.Check();
        byte[][] saved = [.. ((Engine[])[Engine.Managed, Engine.Native]).Select(engine => Build("BIVF16", bits, engine))];
        Assert.Equal(saved[1], saved[0]);
        using var file = new TemporaryFile();
        File.WriteAllBytes(file.Path, saved[0]);
        foreach (int nProbe in (int[])[1, 5, 40])
        {
            var options = new SearchOptions { NProbe = nProbe };
            Same(file.Path, Vectors(queries, bits, 3), options);
            Same(file.Path, Vectors(queries, bits, 3), options with { Filter = IdFilter.Where(id => id % 3 != 1) });
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void BinaryHash_AnyFlips_SameAnswers(int flips)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (var index = new BinaryHashIndex(64, 10) { NFlip = flips })
        {
            index.AddWithIds(Vectors(Count, 64, 2), [.. Enumerable.Range(0, Count).Select(i => 10_000L - i)]);
            index.Save(file.Path);
        }
        Same(file.Path, Vectors(50, 64, 3), SearchOptions.Default);
        SameRange(file.Path, Vectors(50, 64, 3), 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void BinaryMultiHash_AnyFlips_SameDistances(int flips)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (var index = new BinaryMultiHashIndex(64, 3, 9) { NFlip = flips })
        {
            index.Add(Vectors(Count, 64, 2));
            index.Save(file.Path);
        }
        using BinaryIndex managed = FaissIndex.LoadBinary(file.Path, Engine.Managed);
        using BinaryIndex native = FaissIndex.LoadBinary(file.Path, Engine.Native);
        byte[] queries = Vectors(50, 64, 3);
        // Of equals at the cut FAISS keeps what its hash table happens to name first.
        Assert.Equal(native.Search(queries, 10).Distances, managed.Search(queries, 10).Distances);
        SameRange(file.Path, queries, 20);
    }

    [Theory]
    [InlineData("BHash10")]
    [InlineData("BHash3x9")]
    public void BinaryHash_BuiltByNative_SameAnswersInManaged(string factory)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        File.WriteAllBytes(file.Path, Build(factory, 64, Engine.Native));
        SameRange(file.Path, Vectors(50, 64, 3), 20);
        using BinaryIndex managed = FaissIndex.LoadBinary(file.Path, Engine.Managed);
        using var again = new MemoryStream();
        managed.Save(again);
        Assert.Equal(File.ReadAllBytes(file.Path), again.ToArray());
    }

    [Theory]
    [InlineData("BHNSW8", 64)]
    [InlineData("BHNSW8", 1000)]
    [InlineData("BIVF16_HNSW4", 64)]
    public void BinaryHnsw_BuiltByNative_SavedTheSameAndNoWorse(string factory, int bits)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        File.WriteAllBytes(file.Path, Build(factory, bits, Engine.Native));
        byte[] queries = Vectors(100, bits, 3);
        using BinaryIndex managed = FaissIndex.LoadBinary(file.Path, Engine.Managed);
        using BinaryIndex native = FaissIndex.LoadBinary(file.Path, Engine.Native);
        using var saved = new MemoryStream();
        managed.Save(saved);
        Assert.Equal(File.ReadAllBytes(file.Path), saved.ToArray());
        var options = new SearchOptions { NProbe = 16 };
        int[] expected = native.Search(queries, 10, options).Distances;
        int[] found = managed.Search(queries, 10, options).Distances;
        // FAISS 1.7.3 may end a search early, with candidates left.
        Assert.All(expected.Zip(found), pair => Assert.True(pair.Second <= pair.First, $"{pair.Second} for {pair.First}"));
        Assert.True(expected.Zip(found).Count(pair => pair.First == pair.Second) > 900);
    }

    [Theory]
    [InlineData("BIVF16")]
    [InlineData("BFlat")]
    public void RangeSearch_SameInBoth(string factory)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        File.WriteAllBytes(file.Path, Build(factory, 64, Engine.Managed));
        SameRange(file.Path, Vectors(50, 64, 3), 20);
    }

    [Fact]
    public void Remove_FromLists_SameBytes()
    {
        NativeEngineRequired.Check();
        byte[] file = Build("BIVF16", 64, Engine.Managed);
        byte[][] saved = new byte[2][];
        foreach (Engine engine in (Engine[])[Engine.Managed, Engine.Native])
        {
            using var path = new TemporaryFile();
            File.WriteAllBytes(path.Path, file);
            using BinaryIndex index = FaissIndex.LoadBinary(path.Path, engine);
            Assert.Equal(500, index.Remove(IdFilter.Where(id => id % 3 == 0)));
            using var stream = new MemoryStream();
            index.Save(stream);
            saved[engine == Engine.Managed ? 0 : 1] = stream.ToArray();
        }
        Assert.Equal(saved[1], saved[0]);
    }

    private static byte[] Build(string factory, int bits, Engine engine)
    {
        using BinaryIndex index = FaissIndex.CreateBinary(bits, factory, engine);
        index.Train(Vectors(1000, bits, 1), ParityCases.SingleThread);
        index.Add(Vectors(Count, bits, 2), ParityCases.SingleThread);
        using var stream = new MemoryStream();
        index.Save(stream);
        return stream.ToArray();
    }

    private static void Same(string path, byte[] queries, SearchOptions options)
    {
        using BinaryIndex managed = FaissIndex.LoadBinary(path, Engine.Managed);
        using BinaryIndex native = FaissIndex.LoadBinary(path, Engine.Native);
        foreach (int k in (int[])[1, 10, 100])
        {
            SearchResult<int> expected = native.Search(queries, k, options);
            SearchResult<int> actual = managed.Search(queries, k, options);
            Assert.Equal(expected.Distances, actual.Distances);
            Assert.Equal(expected.Ids, actual.Ids);
        }
    }

    private static void SameRange(string path, byte[] queries, int radius)
    {
        using BinaryIndex managed = FaissIndex.LoadBinary(path, Engine.Managed);
        using BinaryIndex native = FaissIndex.LoadBinary(path, Engine.Native);
        RangeSearchResult<int> expected = native.RangeSearch(queries, radius);
        RangeSearchResult<int> actual = managed.RangeSearch(queries, radius);
        Assert.NotEmpty(expected.Ids);
        Assert.Equal(expected.Limits, actual.Limits);
        for (int query = 0; query < expected.QueryCount; query++)
        {
            Assert.Equal(
                expected.IdsOf(query).ToArray().Zip(expected.DistancesOf(query).ToArray()).Order(),
                actual.IdsOf(query).ToArray().Zip(actual.DistancesOf(query).ToArray()).Order());
        }
    }

    /// <summary>A few flipped bits around twenty centres.</summary>
    private static byte[] Vectors(int count, int bits, int seed)
    {
        byte[] centres = TestVectors.Bits(20, bits, 77);
        var random = new Random(seed);
        var vectors = new byte[count * bits / 8];
        for (int i = 0; i < count; i++)
        {
            Span<byte> vector = vectors.AsSpan(i * bits / 8, bits / 8);
            centres.AsSpan(i % 20 * bits / 8, bits / 8).CopyTo(vector);
            for (int flips = random.Next(bits / 5); flips > 0; flips--)
                vector[random.Next(vector.Length)] ^= (byte)(1 << random.Next(8));
        }
        return vectors;
    }
}
