using FaissNet.Contract;
using FaissNet.Storage;

namespace FaissNet.Indexes;

public sealed class IvfIndexTests
{
    private const int D = IndexCases.Dimension;

    public static TheoryData<string, Metric> Types
    {
        get
        {
            var data = new TheoryData<string, Metric>();
            foreach (string description in (string[])["IVF12,Flat", "IVF12,SQ8", "IVF12,PQ8np", "IVF12,PQ8x4np"])
            {
                data.Add(description, Metric.L2);
                data.Add(description, Metric.InnerProduct);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Search_SomeLists_EqualsBruteForceOverThoseLists(string description, Metric metric)
    {
        using var index = (IvfIndex)IndexCases.Filled(description, metric);
        double[][] decoded = IndexCases.Decoded(index);
        double[][] centroids = Centroids(index);
        Dictionary<long, int> listOf = ListOfEachId(index);
        float[] queries = IndexCases.Vectors(40, seed: 11);
        foreach (int nProbe in (int[])[1, 3, 12, 500])
        {
            index.NProbe = nProbe;
            SearchResult<float> own = index.Search(queries, 10);
            index.NProbe = 1;
            SearchResult<float> perCall = index.Search(queries, 10, new SearchOptions { NProbe = nProbe });
            Assert.Equal(own.Ids, perCall.Ids);
            for (int q = 0; q < 40; q++)
            {
                ReadOnlySpan<float> query = queries.AsSpan(q * D, D);
                (double, long)[] nearest = Oracle.Rank(metric, query, centroids, i => i);
                var visited = new HashSet<long>(nearest.Take(nProbe).Select(x => x.Item2));
                (double, long)[] expected = Oracle.Rank(metric, query, decoded, i => i, id => visited.Contains(listOf[id]));
                Oracle.AssertNeighbours(metric, expected, own.DistancesOf(q), own.IdsOf(q), Oracle.RoundingOf(query, decoded));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Add_OneCall_IdsAscendWithinEachList(string description, Metric metric)
    {
        using var index = (IvfIndex)IndexCases.Filled(description, metric);
        long total = 0;
        for (int list = 0; list < index.NList; list++)
        {
            long[] ids = Ids(index, list);
            Assert.Equal(ids.Order(), ids);
            Assert.Equal(ids.Length, index.ListLength(list));
            total += ids.Length;
        }
        Assert.Equal(600, total);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.ListLength(12));
    }

    [Fact]
    public void Remove_WithoutDirectMap_LastTakesThePlaceAsInFaiss()
    {
        using IvfFlatIndex index = OneList(10);
        Assert.Equal(2, index.Remove(IdFilter.Of(2, 5)));
        Assert.Equal([0, 1, 9, 3, 4, 8, 6, 7], Ids(index, 0));
        Assert.Equal(8, index.Count);
        for (int id = 0; id < 10; id++)
        {
            if (id is 2 or 5)
                Assert.Throws<ArgumentOutOfRangeException>(() => index.Reconstruct(id));
            else
                Assert.Equal([(float)id], index.Reconstruct(id));
        }
    }

    [Fact]
    public void Remove_LastOnesAndAll_EmptiesTheList()
    {
        using IvfFlatIndex index = OneList(6);
        Assert.Equal(3, index.Remove(IdFilter.Range(3, 6)));
        Assert.Equal([0, 1, 2], Ids(index, 0));
        Assert.Equal(3, index.Remove(IdFilter.Range(0, 100)));
        Assert.Equal(0, index.Count);
        Assert.Equal(-1, index.Search([1], 1).Ids[0]);
    }

    [Fact]
    public void Add_AfterRemove_NumbersFromCountAsFaissDoes()
    {
        using IvfFlatIndex index = OneList(4);
        index.Remove(IdFilter.Of(0));
        index.Add([50]);
        Assert.Equal([3, 1, 2, 3], Ids(index, 0));
    }

    [Fact]
    public void Reconstruct_WithAndWithoutDirectMap_IsTheSame()
    {
        using var index = (IvfIndex)IndexCases.Filled("IVF12,PQ8np", Metric.L2);
        double[][] searched = IndexCases.Decoded(index);
        index.MakeDirectMap();
        Assert.Equal(searched, IndexCases.Decoded(index));
        Assert.Throws<NotSupportedException>(() => index.Remove(IdFilter.Of(3)));
        Assert.Throws<InvalidOperationException>(() => index.AddWithIds(IndexCases.Vectors(1), [9]));
        index.Add(IndexCases.Vectors(3, seed: 40));
        Assert.Equal(603, index.DirectMap.Array.Count);
        float[] mapped = index.Reconstruct(602);
        index.ClearDirectMap();
        Assert.Equal(mapped, index.Reconstruct(602));
        Assert.Equal(1, index.Remove(IdFilter.Of(3)));
    }

    [Fact]
    public void MakeDirectMap_IdsOfTheCaller_Throws()
    {
        using IvfFlatIndex index = OneList(3);
        index.AddWithIds([4], [40]);
        Assert.Throws<InvalidOperationException>(index.MakeDirectMap);
        Assert.Equal([4f], index.Reconstruct(40));
    }

    [Fact]
    public void Remove_HashTable_FollowsTheMovedVectors()
    {
        using IvfFlatIndex index = OneList(6);
        var entries = Enumerable.Range(0, 6).Select(i => KeyValuePair.Create((long)i, DirectMap.Entry(0, i)));
        index.Restore(isTrained: true, count: 6, nProbe: 1, DirectMap.FromTable(entries));
        Assert.Equal(2, index.Remove(IdFilter.Of(1, 4)));
        index.AddWithIds([77], [700]);
        Assert.Equal([5f], index.Reconstruct(5));
        Assert.Equal([77f], index.Reconstruct(700));
        Assert.Equal([0f], index.Reconstruct(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Reconstruct(4));
    }

    [Theory]
    [InlineData("IVF12,SQ8")]
    [InlineData("IVF12,PQ8np")]
    public void Search_InnerProductByResidual_AddsTheCoarseScore(string description)
    {
        using var index = (IvfIndex)IndexCases.Filled(description, Metric.InnerProduct);
        float[] query = IndexCases.Vectors(1, seed: 12);
        SearchResult<float> result = index.Search(query, 3);
        for (int i = 0; i < 3; i++)
        {
            double[] decoded = Array.ConvertAll(index.Reconstruct(result.Ids[i]), x => (double)x);
            Assert.Equal(Oracle.Distance(Metric.InnerProduct, query, decoded), result.Distances[i], 1e-3);
        }
    }

    [Theory]
    [InlineData(Metric.L2, true)]
    [InlineData(Metric.L2, false)]
    [InlineData(Metric.InnerProduct, false)]
    public void Search_PqWithoutResidualOrWithoutTables_EqualsBruteForce(Metric metric, bool byResidual)
    {
        using var index = new IvfPqIndex(D, 6, 8, 8, metric, byResidual) { NProbe = 6 };
        index.Train(IndexCases.Vectors());
        index.Add(IndexCases.Vectors());
        Assert.Equal(byResidual && metric == Metric.L2, index.HasPrecomputedTables);
        double[][] decoded = IndexCases.Decoded(index);
        float[] query = IndexCases.Vectors(1, seed: 12);
        (double, long)[] expected = Oracle.Rank(metric, query, decoded, i => i);
        SearchResult<float> result = index.Search(query, 20);
        Oracle.AssertNeighbours(metric, expected, result.Distances, result.Ids, Oracle.RoundingOf(query, decoded));
    }

    [Fact]
    public void Encode_ManyLists_PutsTheListNumberInFrontLittleEndian()
    {
        using var index = new IvfFlatIndex(1, 300) { NProbe = 1 };
        float[] centroids = [.. Enumerable.Range(0, 300).Select(i => (float)i)];
        index.Train(centroids);
        Assert.Equal(6, index.CodeSize);
        var code = new byte[6];
        index.Encode([258.25f], code);
        Assert.Equal([2, 1], code[..2]);
        Assert.Equal(258.25f, BitConverter.ToSingle(code, 2));
        code[1] = 2;
        Assert.Throws<ArgumentException>(() => index.Decode(code, new float[1]));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(256, 1)]
    [InlineData(257, 2)]
    [InlineData(65536, 2)]
    [InlineData(65537, 3)]
    public void CodeSize_NumberOfLists_TakesAsManyBytesAsNeeded(int nList, int bytes)
    {
        using var index = new IvfFlatIndex(2, nList);
        Assert.Equal(bytes + 8, index.CodeSize);
    }

    [Fact]
    public void Train_CentroidsThatAreThere_AreKept()
    {
        var coarse = new FlatIndex(1);
        coarse.Add([10, 20]);
        using var index = new IvfFlatIndex(coarse, 2);
        index.Train([1, 2, 3]);
        Assert.Equal([10f], index.CoarseQuantizer.Reconstruct(0));
        Assert.True(index.IsTrained);
    }

    [Fact]
    public void Train_FailsInTheEncoder_LeavesNoCentroids()
    {
        using var index = new IvfPqIndex(D, 4, 8);
        Assert.Throws<ArgumentException>(() => index.Train(IndexCases.Vectors(100)));
        Assert.Equal(0, index.CoarseQuantizer.Count);
        Assert.False(index.IsTrained);
    }

    [Fact]
    public void Train_InnerProduct_CentroidsHaveUnitLength()
    {
        using var index = (IvfIndex)IndexCases.Trained("IVF8,Flat", Metric.InnerProduct);
        foreach (double[] centroid in Centroids(index))
            Assert.Equal(1, Math.Sqrt(centroid.Sum(x => x * x)), 1e-5);
    }

    [Fact]
    public void Add_CancelledHalfWay_ListsAreAsTheyWere()
    {
        using var index = (IvfIndex)IndexCases.Filled("IVF8,PQ8np", Metric.L2, count: 50);
        using var source = new CancellationTokenSource();
        var options = new BuildOptions
        {
            CancellationToken = source.Token,
            Progress = new CallOnReport(source.Cancel),
        };
        // More than one block, so that the first is done when the cancellation comes.
        Assert.ThrowsAny<OperationCanceledException>(() => index.Add(IndexCases.Vectors(20_000, seed: 8), options));
        Assert.Equal(50, index.Count);
        Assert.Equal(50, Enumerable.Range(0, 8).Sum(index.ListLength));
        index.Add(IndexCases.Vectors(10, seed: 9));
        Assert.Equal(60, Enumerable.Range(0, 8).Sum(index.ListLength));
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (long)i), Enumerable.Range(0, 8).SelectMany(list => Ids(index, list)).Order());
    }

    [Fact]
    public void NProbe_BelowOne_Throws()
    {
        using var index = new IvfFlatIndex(2, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.NProbe = 0);
        Assert.Equal(1, index.NProbe);
        Assert.Throws<ArgumentOutOfRangeException>(() => new IvfFlatIndex(2, 0));
    }

    private static IvfFlatIndex OneList(int count)
    {
        var index = new IvfFlatIndex(1, 1);
        index.Train([0]);
        index.Add([.. Enumerable.Range(0, count).Select(i => (float)i)]);
        return index;
    }

    private static long[] Ids(IvfIndex index, int list)
    {
        Rows<long> ids = index.Lists.Ids(list);
        var result = new long[ids.Count];
        for (int i = 0; i < result.Length; i++)
            result[i] = ids[i][0];
        return result;
    }

    private static Dictionary<long, int> ListOfEachId(IvfIndex index)
    {
        var lists = new Dictionary<long, int>();
        for (int list = 0; list < index.NList; list++)
        {
            foreach (long id in Ids(index, list))
                lists[id] = list;
        }
        return lists;
    }

    private static double[][] Centroids(IvfIndex index)
    {
        var centroids = new double[index.NList][];
        for (int list = 0; list < index.NList; list++)
            centroids[list] = Array.ConvertAll(index.CoarseQuantizer.Reconstruct(list), x => (double)x);
        return centroids;
    }

    private sealed class CallOnReport(Action action) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value) => action();
    }
}
