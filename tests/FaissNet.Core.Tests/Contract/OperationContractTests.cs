namespace FaissNet.Contract;

/// <summary>The operations beside training, adding and searching, for every index and both metrics.</summary>
public sealed class OperationContractTests
{
    public static TheoryData<string, Metric> All => IndexCases.All;

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Tier", "Independent")]
    public void Operations_EachTried_AreThoseThatTheIndexNames(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 40);
        long id = IndexCases.IdAt(index, 3);
        float[] one = IndexCases.Vectors(1);
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
            using VectorIndex other = index.Clone();
            copy.Merge(other);
        });
        Try(IndexOperations.Codec, copy =>
        {
            var codes = new byte[copy.CodeSize];
            copy.Encode(one, codes);
            copy.Decode(codes, new float[copy.Dimension]);
        });
        Try(IndexOperations.Save, copy => copy.Save(Stream.Null));
        Try(IndexOperations.Clone, copy => copy.Clone().Dispose());
        Assert.Equal(index.Operations & ~IndexOperations.MemoryMap, tried);

        void Try(IndexOperations operation, Action<VectorIndex> attempt)
        {
            using VectorIndex copy = index.Clone();
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
    [MemberData(nameof(All))]
    public void SearchAndReconstruct_EqualsSearchAndWhatCodesStandFor(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 12);
        if (!index.Operations.HasFlag(IndexOperations.SearchAndReconstruct))
            return;
        double[][] decoded = IndexCases.Decoded(index);
        float[] queries = IndexCases.Vectors(3, seed: 5);
        SearchResult<float> expected = index.Search(queries, 15);
        SearchResult<float> result = index.SearchAndReconstruct(queries, 15, out float[] vectors);
        Assert.Equal(expected.Distances, result.Distances);
        for (int i = 0; i < result.Ids.Length; i++)
        {
            float[] vector = vectors.AsSpan(i * index.Dimension, index.Dimension).ToArray();
            if (result.Ids[i] == -1)
            {
                Assert.All(vector, value => Assert.Equal(uint.MaxValue, BitConverter.SingleToUInt32Bits(value)));
                continue;
            }
            int position = Enumerable.Range(0, 12).Single(p => IndexCases.IdAt(index, p) == result.Ids[i]);
            Assert.Equal(decoded[position], Array.ConvertAll(vector, x => (double)x));
        }
        Assert.Equal(expected.Ids.Order(), result.Ids.Order());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void SearchWithFilterAndSearchAndReconstruct_Warm_AllocateNothing(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric);
        var options = new SearchOptions { MaxDegreeOfParallelism = 1, Filter = IdFilter.Range(0, 1700), NProbes = Enumerable.Repeat(3, 4).ToArray() };
        float[] queries = IndexCases.Vectors(4, seed: 6);
        var distances = new float[40];
        var ids = new long[40];
        var vectors = new float[40 * index.Dimension];
        AllocationAssert.NoneOnceWarm(() => index.Search(queries, 10, distances, ids, options));
        if (index.Operations.HasFlag(IndexOperations.SearchAndReconstruct))
            AllocationAssert.NoneOnceWarm(() => index.SearchAndReconstruct(queries, 10, distances, ids, vectors, options));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Clone_IsEqualAndIndependent(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 60);
        byte[] before = Bytes(index);
        using VectorIndex copy = index.Clone();
        Assert.Equal(before, Bytes(copy));
        Assert.Equal(index.Description, copy.Description);
        copy.Reset();
        Assert.Equal(before, Bytes(index));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Shrink_ChangesNothing(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 60);
        IndexCases.Add(index, IndexCases.Vectors(5, seed: 9));
        byte[] before = Bytes(index);
        index.Shrink();
        Assert.Equal(before, Bytes(index));
        index.Reset();
        index.Shrink();
        IndexCases.Add(index, IndexCases.Vectors(60));
        IndexCases.Add(index, IndexCases.Vectors(5, seed: 9));
        Assert.Equal(before, Bytes(index));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Update_ReplacesTheVectorsOfItsIds(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 60);
        if (!index.Operations.HasFlag(IndexOperations.Update))
            return;
        bool decodes = index.Operations.HasFlag(IndexOperations.Codec);
        long[] ids = [IndexCases.IdAt(index, 7), IndexCases.IdAt(index, 59), IndexCases.IdAt(index, 0)];
        float[] replaced = IndexCases.Vectors(3, seed: 12);
        Assert.Equal(3, index.Update(replaced, ids));
        Assert.Equal(60, index.Count);
        var code = new byte[3 * index.CodeSize];
        var expected = new float[3 * index.Dimension];
        index.Encode(replaced, code);
        if (decodes)
            index.Decode(code, expected);
        if (index.Operations.HasFlag(IndexOperations.Reconstruct))
        {
            for (int i = 0; i < 3; i++)
                Assert.Equal(expected.AsSpan(i * index.Dimension, index.Dimension).ToArray(), index.Reconstruct(ids[i]));
        }
        long[] all = [.. index.Search(replaced, 60).IdsOf(0)];
        Assert.Equal(Enumerable.Range(0, 60).Select(i => IndexCases.IdAt(index, i)).Order(), all.Order());
    }

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Tier", "Independent")]
    public void Update_BadArguments_ChangeNothing(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 20);
        byte[] before = Bytes(index);
        float[] two = IndexCases.Vectors(2);
        Assert.ThrowsAny<ArgumentException>(() => index.Update(two, [1]));
        Assert.ThrowsAny<ArgumentException>(() => index.Update(two, [1, 1]));
        Assert.ThrowsAny<ArgumentException>(() => index.Update(two, [1, -1]));
        Assert.Throws<OperationCanceledException>(
            () => index.Update(two, [IndexCases.IdAt(index, 0), IndexCases.IdAt(index, 1)], new BuildOptions { CancellationToken = new(true) }));
        if (index.Operations.HasFlag(IndexOperations.Update) && !index.Operations.HasFlag(IndexOperations.AddWithIds))
            Assert.ThrowsAny<ArgumentException>(() => index.Update(two, [1, 20]));
        Assert.Equal(before, Bytes(index));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void NProbes_OnePerQuery_EqualSearchesOneByOne(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric);
        float[] queries = IndexCases.Vectors(30, seed: 5);
        int[] probes = [.. Enumerable.Range(0, 30).Select(i => 1 + i % 9)];
        SearchResult<float> together = index.Search(queries, 5, new SearchOptions { NProbes = probes, NProbe = 2 });
        for (int q = 0; q < 30; q++)
        {
            SearchResult<float> one = index.Search(queries.AsSpan(q * index.Dimension, index.Dimension), 5, new SearchOptions { NProbe = probes[q] });
            for (int i = 0; i < 5; i++)
                Assert.Equal(one.Distances[i], together.DistancesOf(q)[i], 1e-3f);
        }
        Assert.Throws<ArgumentException>(() => index.Search(queries, 5, new SearchOptions { NProbes = probes.AsMemory(1) }));
        probes[3] = 0;
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(queries, 5, new SearchOptions { NProbes = probes }));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(queries, 5, new SearchOptions { MaxCodes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(queries, 5, new SearchOptions { EfSearch = 0 }));
    }

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Tier", "Independent")]
    public void SetParameters_UnknownName_NamesItAndChangesNothing(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 20);
        byte[] before = Bytes(index);
        foreach (string bad in (string[])["nprobe=3,wrong=1", "wrong=1", "nprobe", "=3", "nprobe=x", "nprobe=2,,", "k_factor_rf=0,nprobe=0"])
            Assert.ThrowsAny<ArgumentException>(() => index.SetParameters(bad));
        string message = Assert.Throws<ArgumentException>(() => index.SetParameters("wrong=1")).Message;
        Assert.Contains("\"wrong\"", message);
        Assert.All(index.ParameterNames, name => Assert.Contains(name, message));
        Assert.Equal(before, Bytes(index));
        foreach (string name in index.ParameterNames)
            index.SetParameters($"{name}=7");
        if (IndexCases.InvertedFile(index) is { } ivf)
            Assert.Equal((7, 7L), (ivf.NProbe, ivf.MaxCodes));
    }

    private static byte[] Bytes(VectorIndex index)
    {
        using var stream = new MemoryStream();
        index.Save(stream);
        return stream.ToArray();
    }
}
