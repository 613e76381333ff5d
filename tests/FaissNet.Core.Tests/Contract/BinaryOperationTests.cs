namespace FaissNet.Contract;

/// <summary>The operations beside training, adding and searching, for every binary index.</summary>
public sealed class BinaryOperationTests
{
    public static TheoryData<string> Cases => BinaryIndexCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Operations_EachTried_AreThoseThatTheIndexNames(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description, 40);
        long id = BinaryIndexCases.IdAt(index, 3);
        byte[] one = BinaryIndexCases.Vectors(1);
        var tried = IndexOperations.None;
        Try(IndexOperations.AddWithIds, copy => copy.AddWithIds(one, [5]));
        Try(IndexOperations.RangeSearch, copy => copy.RangeSearch(one, 1));
        Try(IndexOperations.Filter, copy => copy.Search(one, 1, new SearchOptions { Filter = IdFilter.Range(0, 9) }));
        Try(IndexOperations.Reconstruct, copy => copy.Reconstruct(id));
        Try(IndexOperations.SearchAndReconstruct, copy => copy.SearchAndReconstruct(one, 1, out _));
        Try(IndexOperations.Remove, copy => copy.Remove(IdFilter.Of(id)));
        Try(IndexOperations.Update, copy => copy.Update(one, [id]));
        Try(IndexOperations.Merge, copy =>
        {
            using BinaryIndex other = index.Clone();
            copy.Merge(other);
        });
        Try(IndexOperations.Save, copy => copy.Save(Stream.Null));
        Try(IndexOperations.Clone, copy => copy.Clone().Dispose());
        Assert.Equal(index.Operations & ~IndexOperations.MemoryMap, tried);

        void Try(IndexOperations operation, Action<BinaryIndex> attempt)
        {
            using BinaryIndex copy = index.Clone();
            try
            {
                attempt(copy);
                tried |= operation;
            }
            catch (NotSupportedException)
            {
                Assert.Equal(index.Count, copy.Count);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_ReplacesTheVectorsOfItsIds(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description, 60);
        if (!index.Operations.HasFlag(IndexOperations.Update))
            return;
        int[] positions = [7, 59, 0];
        byte[] replaced = BinaryIndexCases.Vectors(3, seed: 12);
        byte[] vectors = BinaryIndexCases.Vectors(60);
        for (int i = 0; i < 3; i++)
            BinaryIndexCases.Row(replaced, i).CopyTo(vectors.AsSpan(positions[i] * BinaryIndexCases.Bits / 8));

        Assert.Equal(3, index.Update(replaced, [.. positions.Select(position => BinaryIndexCases.IdAt(index, position))]));

        Assert.Equal(60, index.Count);
        using var saved = new MemoryStream();
        index.Save(saved);
        saved.Position = 0;
        using BinaryIndex loaded = BinaryIndex.Load(saved);
        foreach (BinaryIndex each in (BinaryIndex[])[index, loaded])
        {
            SearchResult<int> result = each.Search(replaced, 60);
            for (int q = 0; q < 3; q++)
            {
                (int Distance, long Id)[] expected = BinaryIndexCases.Ranked(each, vectors, BinaryIndexCases.Row(replaced, q));
                Assert.Equal(expected, result.DistancesOf(q).ToArray().Zip(result.IdsOf(q).ToArray()).Order());
            }
            if (each.Operations.HasFlag(IndexOperations.Reconstruct))
                Assert.Equal(BinaryIndexCases.Row(replaced, 1).ToArray(), each.Reconstruct(BinaryIndexCases.IdAt(each, 59)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_IdsNotStored_AreAddedWhereIdsAreTheCallers(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description, 20);
        if (!index.Operations.HasFlag(IndexOperations.Update))
            return;
        byte[] two = BinaryIndexCases.Vectors(2, seed: 12);
        long[] ids = [BinaryIndexCases.IdAt(index, 4), BinaryIndexCases.IdAt(index, 20)];
        if (!index.Operations.HasFlag(IndexOperations.AddWithIds))
        {
            byte[] before = Bytes(index);
            Assert.Throws<ArgumentOutOfRangeException>(() => index.Update(two, ids));
            Assert.Equal(before, Bytes(index));
            return;
        }
        Assert.Equal(1, index.Update(two, ids));
        Assert.Equal(21, index.Count);
        Assert.Equal(0, index.Search(BinaryIndexCases.Row(two, 1), 1).Distances[0]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_BadArguments_ChangeNothing(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description, 20);
        byte[] before = Bytes(index);
        byte[] two = BinaryIndexCases.Vectors(2);
        long[] ids = [BinaryIndexCases.IdAt(index, 0), BinaryIndexCases.IdAt(index, 1)];
        Assert.Throws<ArgumentException>(() => index.Update(two, [1]));
        Assert.Throws<ArgumentException>(() => index.Update(two, [1, 1]));
        Assert.Throws<ArgumentException>(() => index.Update(two, [1, -1]));
        Assert.Throws<ArgumentException>(() => index.Update(two.AsSpan(1), [1, 2]));
        Assert.Throws<OperationCanceledException>(() => index.Update(two, ids, new BuildOptions { CancellationToken = new(true) }));
        Assert.Equal(before, Bytes(index));
        if (index.Operations.HasFlag(IndexOperations.Update))
            Assert.Equal(0, index.Update([], []));
        else
            Assert.Throws<NotSupportedException>(() => index.Update(two, ids));
        Assert.Equal(before, Bytes(index));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SetParameters_UnknownName_NamesItAndChangesNothing(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description, 20);
        byte[] before = Bytes(index);
        foreach (string bad in (string[])["nprobe=3,wrong=1", "nflip=1,wrong=1", "nprobe", "=3", "nprobe=x", "nflip=2,,", "nprobe=0", "nflip=-1", "nflip=7"])
            Assert.ThrowsAny<ArgumentException>(() => index.SetParameters(bad));
        string message = Assert.Throws<ArgumentException>(() => index.SetParameters("wrong=1")).Message;
        Assert.Contains("\"wrong\"", message);
        Assert.All(index.ParameterNames, name => Assert.Contains(name, message));
        Assert.Equal(before, Bytes(index));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SetParameters_ItsNames_AreSetAndCloned(string description)
    {
        using BinaryIndex index = BinaryIndexCases.Filled(description, 20);
        foreach (string name in index.ParameterNames)
            index.SetParameters($"{name} = 5.9");
        using BinaryIndex copy = index.Clone();
        (string, double)[] values = copy is BinaryIdMapIndex map ? Values(map.Inner) : Values(copy);
        Assert.Equal(index.ParameterNames, values.Select(value => value.Item1));
        Assert.All(values, value => Assert.Equal(5, value.Item2));
    }

    [Fact]
    public void Update_ArrayDirectMap_SaysThatItCannot()
    {
        using var index = (BinaryIvfIndex)BinaryIndexCases.Filled("BIVF8", 20);
        index.MakeDirectMap();
        byte[] before = Bytes(index);
        Assert.Throws<NotSupportedException>(() => index.Update(BinaryIndexCases.Vectors(1), [3]));
        Assert.False(index.Operations.HasFlag(IndexOperations.Update));
        Assert.Equal(before, Bytes(index));
    }

    [Fact]
    public void BinaryFromFloat_HandsOnToWhatIsInside()
    {
        using var index = new BinaryFromFloatIndex(VectorIndex.Create(BinaryIndexCases.Bits, "IVF2,Flat"));
        index.Train(BinaryIndexCases.Vectors());
        index.Add(BinaryIndexCases.Vectors(20));
        index.SetParameters("nprobe=2");
        byte[] replaced = BinaryIndexCases.Vectors(1, seed: 12);

        Assert.Equal(1, index.Update(replaced, [3]));

        Assert.Equal((0, 3L), (index.Search(replaced, 1).Distances[0], index.Search(replaced, 1).Ids[0]));
        Assert.Equal(2, ((IvfIndex)index.Inner).NProbe);
        Assert.Throws<ArgumentException>(() => index.SetParameters("nflip=1"));
    }

    private static (string, double)[] Values(BinaryIndex index) => index switch
    {
        BinaryIvfIndex ivf => [("nprobe", ivf.NProbe), ("max_codes", ivf.MaxCodes)],
        BinaryHashIndex hash => [("nflip", hash.NFlip)],
        BinaryMultiHashIndex hash => [("nflip", hash.NFlip)],
        _ => [],
    };

    private static byte[] Bytes(BinaryIndex index)
    {
        using var stream = new MemoryStream();
        index.Save(stream);
        return stream.ToArray();
    }
}
