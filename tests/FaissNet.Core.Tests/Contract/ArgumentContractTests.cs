namespace FaissNet.Contract;

/// <summary>Bad arguments and states, for every index and both metrics: the right exception, and nothing changes.</summary>
[Trait("Tier", "Independent")]
public sealed class ArgumentContractTests
{
    private const int D = IndexCases.Dimension;

    public static TheoryData<string, Metric> All => IndexCases.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Search_BadArguments_Throws(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 30);
        float[] query = IndexCases.Vectors(1);
        Assert.Throws<ArgumentException>(() => index.Search(new float[D + 1], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(query, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(query, -1));
        Assert.Throws<ArgumentException>(() => index.Search(query, 3, new float[2], new long[3]));
        Assert.Throws<ArgumentException>(() => index.Search(query, 3, new float[3], new long[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(query, 3, new SearchOptions { NProbe = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(query, 3, new SearchOptions { RefineFactor = 0.5f }));
        Assert.Throws<ArgumentException>(() => index.RangeSearch(query, float.NaN));
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            float[] broken = IndexCases.Vectors(2);
            broken[D + 3] = bad;
            Assert.Throws<ArgumentException>(() => index.Search(broken, 3));
            Assert.Throws<ArgumentException>(() => index.RangeSearch(broken, 3));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Add_BadArguments_ThrowsAndAddsNothing(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 30);
        Assert.Throws<ArgumentException>(() => index.Add(new float[D - 1]));
        Assert.Throws<ArgumentException>(() => index.AddWithIds(new float[2 * D], [1]));
        Assert.Throws<ArgumentException>(() => index.AddWithIds(new float[2 * D], [1, -1]));
        float[] broken = IndexCases.Vectors(2);
        broken[5] = float.NaN;
        Assert.Throws<ArgumentException>(() => index.Add(broken));
        Assert.Throws<ArgumentException>(() => index.Encode(broken, new byte[2 * index.CodeSize]));
        Assert.Throws<ArgumentException>(() => index.Encode(IndexCases.Vectors(2), new byte[index.CodeSize]));
        Assert.Throws<ArgumentException>(() => index.Decode(new byte[2 * index.CodeSize], new float[D]));
        Assert.Equal(30, index.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void AddWithIds_TypesThatNumberTheirVectors_Throws(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 30);
        float[] vectors = IndexCases.Vectors(2);
        if (IndexCases.StoresIds(index))
        {
            index.AddWithIds(vectors, [70_000_000_000, -7]);
            Assert.Equal(32, index.Count);
            Assert.Contains(70_000_000_000, index.Search(vectors, 32).Ids);
            Assert.Contains(-7, index.Search(vectors, 32).Ids);
            return;
        }
        Assert.Throws<NotSupportedException>(() => index.AddWithIds(vectors, [5, 6]));
        Assert.Throws<NotSupportedException>(() => index.AddWithIds([], []));
        Assert.Equal(30, index.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Add_IdMapWithoutIds_Throws(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 30);
        if (index is IdMapIndex)
            Assert.Throws<InvalidOperationException>(() => index.Add(IndexCases.Vectors(1)));
        else
            index.Add(IndexCases.Vectors(1));
        Assert.Equal(index is IdMapIndex ? 30 : 31, index.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Everything_Untrained_Throws(string description, Metric metric)
    {
        using VectorIndex index = VectorIndex.Create(D, description, metric);
        if (index.IsTrained)
        {
            Assert.All(index.Search(IndexCases.Vectors(1), 1).Ids, id => Assert.Equal(-1, id));
            return;
        }
        float[] vectors = IndexCases.Vectors(2);
        Assert.Throws<InvalidOperationException>(() => index.Add(vectors));
        Assert.Throws<InvalidOperationException>(() => index.AddWithIds(vectors, [1, 2]));
        Assert.Throws<InvalidOperationException>(() => index.Search(vectors, 1));
        Assert.Throws<InvalidOperationException>(() => index.RangeSearch(vectors, 1));
        Assert.Throws<InvalidOperationException>(() => index.Encode(vectors, new byte[2 * index.CodeSize]));
        Assert.Throws<InvalidOperationException>(() => index.Decode(new byte[2 * index.CodeSize], vectors));
        Assert.Equal(0, index.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Train_TooFewOrBrokenVectors_ThrowsAndStaysUntrained(string description, Metric metric)
    {
        using VectorIndex index = VectorIndex.Create(D, description, metric);
        bool trained = index.IsTrained;
        float[] broken = IndexCases.Vectors();
        broken[9] = float.NaN;
        Assert.Throws<ArgumentException>(() => index.Train(broken));
        Assert.Throws<ArgumentException>(() => index.Train(new float[D + 1]));
        if (description.Contains("PQ"))
            Assert.Throws<ArgumentException>(() => index.Train(IndexCases.Vectors(12)));
        if (description.Contains("IVF8"))
            Assert.Throws<ArgumentException>(() => index.Train(IndexCases.Vectors(7)));
        Assert.Equal(trained, index.IsTrained);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Search_Cancelled_Throws(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 30);
        var options = new SearchOptions { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => index.Search(IndexCases.Vectors(2), 1, options));
        Assert.ThrowsAny<OperationCanceledException>(() => index.RangeSearch(IndexCases.Vectors(2), 1, options));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Everything_Disposed_Throws(string description, Metric metric)
    {
        VectorIndex index = IndexCases.Filled(description, metric, count: 30);
        index.Dispose();
        index.Dispose();
        Assert.Throws<ObjectDisposedException>(() => index.Search(IndexCases.Vectors(1), 1));
        Assert.Throws<ObjectDisposedException>(() => index.Add(IndexCases.Vectors(1)));
        Assert.Throws<ObjectDisposedException>(() => index.Reset());
        Assert.Throws<ObjectDisposedException>(() => index.Remove(IdFilter.Range(0, 1)));
    }
}
