namespace FaissNet.Contract;

/// <summary>Training, adding, removing, merging, encoding, for every index and both metrics.</summary>
public sealed class BuildContractTests
{
    public static TheoryData<string, Metric> All => IndexCases.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Train_AnyNumberOfThreads_LearnsTheSame(string description, Metric metric)
    {
        using VectorIndex one = IndexCases.Trained(description, metric, new BuildOptions { MaxDegreeOfParallelism = 1 });
        using VectorIndex many = IndexCases.Trained(description, metric, new BuildOptions { MaxDegreeOfParallelism = 5 });
        IndexCases.Add(one, IndexCases.Vectors(), new BuildOptions { MaxDegreeOfParallelism = 1 });
        IndexCases.Add(many, IndexCases.Vectors(), new BuildOptions { MaxDegreeOfParallelism = 5 });
        IndexCases.VisitAllLists(one);
        IndexCases.VisitAllLists(many);
        float[] queries = IndexCases.Vectors(25, seed: 3);
        Assert.Equal(one.Search(queries, 10).Ids, many.Search(queries, 10).Ids);
        Assert.Equal(one.Search(queries, 10).Distances, many.Search(queries, 10).Distances);
    }

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Tier", "Independent")]
    public void Train_IndexWithVectors_Throws(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 5);
        Assert.Throws<InvalidOperationException>(() => index.Train(IndexCases.Vectors()));
        Assert.Equal(5, index.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Tier", "Independent")]
    public void Train_Cancelled_LeavesIndexUntrained(string description, Metric metric)
    {
        using VectorIndex index = VectorIndex.Create(IndexCases.Dimension, description, metric);
        if (index.IsTrained)
            return;
        var options = IndexCases.Learning(new BuildOptions { CancellationToken = new CancellationToken(canceled: true) });
        Assert.ThrowsAny<OperationCanceledException>(() => index.Train(IndexCases.Vectors(), options));
        Assert.False(index.IsTrained);
        index.Train(IndexCases.Vectors(), IndexCases.Learning());
        Assert.True(index.IsTrained);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Add_InParts_EqualsAddingAtOnce(string description, Metric metric)
    {
        using VectorIndex whole = IndexCases.Filled(description, metric);
        using VectorIndex parts = IndexCases.Trained(description, metric);
        float[] vectors = IndexCases.Vectors();
        foreach ((int from, int to) in ((int, int)[])[(0, 1), (1, 64), (64, 65), (65, 65), (65, 400), (400, 600)])
            IndexCases.Add(parts, vectors[(from * IndexCases.Dimension)..(to * IndexCases.Dimension)]);
        IndexCases.VisitAllLists(parts);
        Assert.Equal(600, parts.Count);
        float[] queries = IndexCases.Vectors(25, seed: 3);
        Assert.Equal(whole.Search(queries, 10).Ids, parts.Search(queries, 10).Ids);
    }

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Tier", "Independent")]
    public void Add_Cancelled_LeavesIndexAsItWas(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 100);
        float[] queries = IndexCases.Vectors(25, seed: 3);
        SearchResult<float> before = index.Search(queries, 10);
        var options = new BuildOptions { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => IndexCases.Add(index, IndexCases.Vectors(seed: 4), options));
        Assert.Equal(100, index.Count);
        SearchResult<float> after = index.Search(queries, 10);
        Assert.Equal(before.Ids, after.Ids);
        Assert.Equal(before.Distances, after.Distances);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Reset_FilledIndex_IsEmptyAndStaysTrained(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric);
        float[] queries = IndexCases.Vectors(3, seed: 3);
        SearchResult<float> before = index.Search(queries, 5);
        index.Reset();
        Assert.Equal(0, index.Count);
        Assert.True(index.IsTrained);
        Assert.All(index.Search(queries, 5).Ids, id => Assert.Equal(-1, id));
        IndexCases.Add(index, IndexCases.Vectors());
        Assert.Equal(before.Ids, index.Search(queries, 5).Ids);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Encode_ThenDecode_EqualsWhatTheIndexStores(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 50);
        float[] vectors = IndexCases.Vectors(50);
        var codes = new byte[50 * index.CodeSize];
        index.Encode(vectors, codes);
        var decoded = new float[vectors.Length];
        if (!IndexCases.CanReconstruct(index))
        {
            Assert.Throws<NotSupportedException>(() => index.Decode(codes, decoded));
            return;
        }
        index.Decode(codes, decoded);
        double[][] stored = IndexCases.Decoded(index);
        for (int i = 0; i < decoded.Length; i++)
            Assert.Equal(stored[i / index.Dimension][i % index.Dimension], decoded[i]);
    }

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Tier", "Independent")]
    public void Reconstruct_UnknownId_Throws(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 50);
        if (index is IdMapIndex { HasReverseMap: false } || !IndexCases.CanReconstruct(index))
        {
            Assert.Throws<NotSupportedException>(() => index.Reconstruct(IndexCases.IdAt(index, 3)));
            return;
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Reconstruct(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Reconstruct(IndexCases.IdAt(index, 50)));
        Assert.Throws<ArgumentException>(() => index.Reconstruct(IndexCases.IdAt(index, 3), new float[index.Dimension - 1]));
        Assert.Equal(index.Dimension, index.Reconstruct(IndexCases.IdAt(index, 49)).Length);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Remove_SomeIds_TheyAreNeverFoundAgain(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric);
        IdFilter filter = IdFilter.Where(id => id % 3 == 1);
        long[] all = [.. Enumerable.Range(0, 600).Select(i => IndexCases.IdAt(index, i))];
        if (!index.Operations.HasFlag(IndexOperations.Remove))
        {
            Assert.Throws<NotSupportedException>(() => index.Remove(filter));
            Assert.Equal(600, index.Count);
            return;
        }
        bool renumbers = index.Store is FlatCodesIndex or BinaryRerankIndex;
        long[] expected = renumbers
            ? [.. Enumerable.Range(0, 400).Select(i => (long)i)]
            : [.. all.Where(id => !filter.Contains(id))];
        Assert.Equal(600 - expected.Length, index.Remove(filter));
        Assert.Equal(expected.Length, index.Count);
        SearchResult<float> result = index.Search(IndexCases.Vectors(1, seed: 3), 600);
        Assert.Equal(expected.Order(), result.Ids.Where(id => id != -1).Order());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Merge_SameTraining_HoldsBothAndEmptiesTheOther(string description, Metric metric)
    {
        using VectorIndex whole = IndexCases.Filled(description, metric);
        if (!whole.Operations.HasFlag(IndexOperations.Merge))
            return;
        using VectorIndex left = IndexCases.Trained(description, metric);
        using VectorIndex right = IndexCases.Trained(description, metric);
        float[] vectors = IndexCases.Vectors();
        int cut = 250 * IndexCases.Dimension;
        IndexCases.Add(left, vectors[..cut]);
        IndexCases.Add(right, vectors[cut..]);
        IndexCases.VisitAllLists(left);
        long shift = left.Store is IvfIndex ? 250 : left is IdMapIndex ? 750 : 0;
        left.Merge(right, shift);
        Assert.Equal(600, left.Count);
        Assert.Equal(0, right.Count);
        float[] queries = IndexCases.Vectors(25, seed: 3);
        Assert.Equal(whole.Search(queries, 10).Ids, left.Search(queries, 10).Ids);
        Assert.Equal(whole.Search(queries, 10).Distances, left.Search(queries, 10).Distances);
        IndexCases.Add(right, vectors[cut..]);
        Assert.Equal(350, right.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Tier", "Independent")]
    public void Merge_OtherTypeOrTraining_ThrowsAndChangesNothing(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 20);
        if (!index.Operations.HasFlag(IndexOperations.Merge))
            return;
        using VectorIndex other = new ScalarQuantizerIndex(IndexCases.Dimension, ScalarQuantizerType.EightBitDirect, metric);
        other.Add(new float[IndexCases.Dimension]);
        Assert.Throws<ArgumentException>(() => index.Merge(other));
        Assert.Throws<ArgumentException>(() => index.Merge(index));
        if (IndexCases.HasBothMetrics(description))
        {
            using VectorIndex otherMetric = IndexCases.Trained(description, metric == Metric.L2 ? Metric.InnerProduct : Metric.L2);
            Assert.Throws<ArgumentException>(() => index.Merge(otherMetric));
        }
        using VectorIndex otherTraining = VectorIndex.Create(IndexCases.Dimension, description, metric);
        otherTraining.Train(IndexCases.Vectors(seed: 77), IndexCases.Learning());
        IndexCases.Add(otherTraining, IndexCases.Vectors(4));
        if (!VectorIndex.Create(IndexCases.Dimension, description, metric).IsTrained)
        {
            Assert.Throws<ArgumentException>(() => index.Merge(otherTraining));
            Assert.Equal(4, otherTraining.Count);
        }
        Assert.Equal(20, index.Count);
        Assert.Equal(1, other.Count);
    }
}
