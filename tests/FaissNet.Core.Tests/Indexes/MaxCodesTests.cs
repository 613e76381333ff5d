using FaissNet.Contract;

namespace FaissNet;

public sealed class MaxCodesTests
{
    [Theory]
    [InlineData("IVF8,Flat")]
    [InlineData("IVF8,SQ8")]
    [InlineData("IVF8,PQ8np")]
    public void Search_MaxCodes_SeesExactlySoManyInTheOrderOfTheLists(string description)
    {
        using var index = (IvfIndex)IndexCases.Filled(description, Metric.L2);
        float[] queries = IndexCases.Vectors(40, seed: 5);
        foreach (int most in (int[])[1, 50, 100, 333, 600, 5000])
        {
            SearchResult<float> result = index.Search(queries, 600, new SearchOptions { MaxCodes = most });
            for (int q = 0; q < 40; q++)
            {
                ReadOnlySpan<float> query = queries.AsSpan(q * index.Dimension, index.Dimension);
                long[] lists = index.CoarseQuantizer.Search(query, 8).Ids;
                IEnumerable<long> seen = lists.SelectMany(list => Enumerable.Range(0, (int)index.ListLength((int)list)).Select(row => index.Lists.Ids((int)list)[row][0]));
                Assert.Equal(seen.Take(most).Order(), result.IdsOf(q).ToArray().Where(id => id >= 0).Order());
            }
        }
    }

    [Fact]
    public void MaxCodes_OfTheIndexAndWithAFilter_CountsWhatTheFilterRefuses()
    {
        using var index = (IvfIndex)IndexCases.Filled("IVF8,Flat", Metric.L2);
        float[] query = IndexCases.Vectors(1, seed: 5);
        index.MaxCodes = 100;
        long[] seen = [.. index.Search(query, 600).Ids.Where(id => id >= 0)];
        Assert.Equal(100, seen.Length);
        long[] even = [.. index.Search(query, 600, new SearchOptions { Filter = IdFilter.Where(id => id % 2 == 0) }).Ids.Where(id => id >= 0)];
        Assert.Equal(seen.Where(id => id % 2 == 0), even);
        Assert.Equal(600, index.Search(query, 600, new SearchOptions { MaxCodes = long.MaxValue }).Ids.Count(id => id >= 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.MaxCodes = -1);
    }

    [Fact]
    public void SetParameters_Infinity_LiftsTheLimit()
    {
        using var index = (IvfIndex)IndexCases.Filled("IVF8,Flat", Metric.L2, count: 30);
        index.SetParameters("max_codes=12, nprobe=3");
        Assert.Equal((12L, 3), (index.MaxCodes, index.NProbe));
        using VectorIndex copy = index.Clone();
        Assert.Equal(12L, ((IvfIndex)copy).MaxCodes);
        index.SetParameters("max_codes=Infinity");
        Assert.Equal(0L, index.MaxCodes);
    }

    [Fact]
    public void SetParameters_ThroughWrappers_ReachesWhatFaissReaches()
    {
        using VectorIndex index = VectorIndex.Create(8, "IDMap2,IVF4,Flat,Refine(SQ8)");
        index.SetParameters("nprobe=3,k_factor_rf=4.9,max_codes=9");
        var refine = (RefineIndex)((IdMapIndex)index).Inner;
        var ivf = (IvfIndex)refine.Base;
        Assert.Equal((3, 9L, 4f), (ivf.NProbe, ivf.MaxCodes, refine.KFactor));
    }
}
