using System.Numerics;
using FaissNet.Contract;
using FaissNet.Tests.Serialization;

namespace FaissNet;

/// <summary>Searches that pass over codes in which too many bits differ, against the same done one code at a time.</summary>
public sealed class PolysemousSearchTests
{
    private const int K = 20;

    [Theory]
    [InlineData("PQ8np", Metric.L2, 24)]
    [InlineData("PQ4np", Metric.L2, 13)]
    [InlineData("IVF8,PQ8np", Metric.L2, 26)]
    [InlineData("IVF8,PQ8np", Metric.InnerProduct, 26)]
    [InlineData("IVF8,PQ8x4np", Metric.L2, 13)]
    [InlineData("IVF8,PQ5x6np", Metric.InnerProduct, 12)]
    public void Search_Threshold_ComparesOnlyCodesWithFewerDifferingBits(string description, Metric metric, int threshold)
    {
        int dimension = description.Contains("PQ5", StringComparison.Ordinal) ? 40 : IndexCases.Dimension;
        using VectorIndex index = IndexCases.Filled(description, metric, dimension: dimension);
        float[] queries = IndexCases.Vectors(30, dimension, seed: 8);
        var all = new SearchResult<float>[30];
        for (int q = 0; q < 30; q++)
            all[q] = index.Search(queries.AsSpan(q * dimension, dimension), IndexCases.Count);
        index.SetParameters($"ht={threshold}");
        int passedOver = 0;
        for (int q = 0; q < 30; q++)
        {
            ReadOnlySpan<float> query = queries.AsSpan(q * dimension, dimension);
            SearchResult<float> near = index.Search(query, IndexCases.Count);
            var expected = new List<(long Id, float Distance)>();
            for (int i = 0; i < IndexCases.Count; i++)
            {
                if (DifferingBits(index, query, all[q].Ids[i]) < threshold)
                    expected.Add((all[q].Ids[i], all[q].Distances[i]));
            }
            Assert.Equal(expected.Select(one => one.Id), near.Ids.TakeWhile(id => id >= 0));
            Assert.Equal(expected.Select(one => one.Distance), near.Distances.Take(expected.Count));
            passedOver += IndexCases.Count - expected.Count;
        }
        Assert.InRange(passedOver, 200, 30 * IndexCases.Count - 200);
    }

    [Theory]
    [InlineData("PQ8np", 24)]
    [InlineData("IVF8,PQ8np", 26)]
    [InlineData("IVF8,PQ8x4np", 13)]
    public void Search_BatchFilterAndMap_AsOneByOneInMemory(string description, int threshold)
    {
        using VectorIndex index = IndexCases.Filled(description, Metric.L2);
        using var file = new TemporaryPath();
        index.Save(file.Path);
        using VectorIndex mapped = VectorIndex.Load(file.Path, new LoadOptions { MemoryMap = true });
        IndexCases.VisitAllLists(mapped);
        float[] queries = IndexCases.Vectors(40, seed: 8);
        foreach (VectorIndex each in (VectorIndex[])[index, mapped])
            each.SetParameters($"ht={threshold}");
        SearchOptions even = new() { Filter = IdFilter.Where(id => id % 2 == 0) };
        foreach (SearchOptions options in (SearchOptions[])[SearchOptions.Default, even])
        {
            SearchResult<float> batch = index.Search(queries, K, options);
            Assert.Equal(batch.Ids, mapped.Search(queries, K, options).Ids);
            for (int q = 0; q < 40; q++)
                Assert.Equal(batch.IdsOf(q).ToArray(), index.Search(queries.AsSpan(q * 32, 32), K, options).Ids);
        }
        var distances = new float[K];
        var ids = new long[K];
        SearchOptions single = new() { MaxDegreeOfParallelism = 1 };
        AllocationAssert.NoneOnceWarm(() => index.Search(queries.AsSpan(0, 32), K, distances, ids, single));
    }

    [Fact]
    public void RangeSearch_InLists_PassesOverToo()
    {
        using var index = (IvfPqIndex)IndexCases.Filled("IVF8,PQ8np", Metric.L2);
        float[] query = IndexCases.Vectors(1, seed: 8);
        long[] all = index.RangeSearch(query, 40).Ids;
        index.PolysemousHt = 24;
        long[] near = index.RangeSearch(query, 40).Ids;
        Assert.Equal(all.Where(id => DifferingBits(index, query, id) < 24), near);
        Assert.InRange(near.Length, 1, all.Length - 1);
        // Without lists FAISS compares all codes in a range search.
        using var flat = (PqIndex)IndexCases.Filled("PQ8np", Metric.L2);
        all = flat.RangeSearch(query, 40).Ids;
        flat.SetParameters("ht=1");
        Assert.Equal(all, flat.RangeSearch(query, 40).Ids);
    }

    [Fact]
    public void SetParameters_Ht_AsFaissTakesIt()
    {
        using var index = (PqIndex)IndexCases.Filled("PQ4np", Metric.L2, count: 30);
        Assert.Equal((false, 33), (index.PolysemousSearch, index.PolysemousHt));
        index.SetParameters("ht=12.9");
        Assert.Equal((true, 12), (index.PolysemousSearch, index.PolysemousHt));
        using (VectorIndex copy = VectorIndex.Load(new MemoryStream(SmallFiles.Save(index))))
            Assert.Equal((true, 12), (((PqIndex)copy).PolysemousSearch, ((PqIndex)copy).PolysemousHt));
        index.SetParameters("ht=32");
        Assert.Equal((false, 12), (index.PolysemousSearch, index.PolysemousHt));
        Assert.Throws<ArgumentException>(() => index.SetParameters("ht=-1"));

        using VectorIndex wrapped = VectorIndex.Create(32, "IDMap,OPQ8,IVF4,PQ8np,RFlat");
        wrapped.SetParameters("ht=40,nprobe=2");
        var ivf = (IvfPqIndex)((PreTransformIndex)((RefineIndex)((IdMapIndex)wrapped).Inner).Base).Inner;
        Assert.Equal((40, 2), (ivf.PolysemousHt, ivf.NProbe));
        wrapped.SetParameters("ht=64");
        Assert.Equal(0, ivf.PolysemousHt);
        ivf.PolysemousHt = 7;
        using VectorIndex clone = ivf.Clone();
        Assert.Equal(7, ((IvfPqIndex)clone).PolysemousHt);
        Assert.Throws<ArgumentOutOfRangeException>(() => ivf.PolysemousHt = -1);
    }

    [Theory]
    [InlineData("PQ8x4np", Metric.L2)]
    [InlineData("PQ8np", Metric.InnerProduct)]
    public void PolysemousSearch_WhereFaissHasNone_IsRefused(string description, Metric metric)
    {
        using var index = (PqIndex)VectorIndex.Create(32, description, metric);
        Assert.Throws<NotSupportedException>(() => index.PolysemousSearch = true);
        Assert.Contains("8 bits and L2", Assert.Throws<ArgumentException>(() => index.SetParameters("ht=3")).Message, StringComparison.Ordinal);
        index.SetParameters("ht=1000");
        Assert.False(index.PolysemousSearch);
    }

    /// <summary>Bits in which the stored code differs from the one that the query would have in its place.</summary>
    private static int DifferingBits(VectorIndex index, ReadOnlySpan<float> query, long id)
    {
        ProductQuantizer quantizer = index is PqIndex flat ? flat.Quantizer : ((IvfPqIndex)index).Quantizer;
        float[] vector = query.ToArray();
        float[] stored = index.Reconstruct(id);
        if (index is IvfPqIndex ivf)
        {
            int list = Enumerable.Range(0, ivf.NList).First(list => ListIds(ivf, list).Contains(id));
            float[] centroid = ivf.CoarseQuantizer.Reconstruct(list);
            for (int c = 0; c < vector.Length; c++)
            {
                vector[c] -= centroid[c];
                stored[c] -= centroid[c];
            }
        }
        var left = new byte[quantizer.CodeSize];
        var right = new byte[quantizer.CodeSize];
        quantizer.Encode(vector, left);
        quantizer.Encode(stored, right);
        return left.Zip(right, (a, b) => BitOperations.PopCount((uint)(a ^ b))).Sum();
    }

    private static IEnumerable<long> ListIds(IvfPqIndex index, int list)
        => Enumerable.Range(0, (int)index.ListLength(list)).Select(row => index.Lists.Ids(list)[row][0]);

    private sealed class TemporaryPath : IDisposable
    {
        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
