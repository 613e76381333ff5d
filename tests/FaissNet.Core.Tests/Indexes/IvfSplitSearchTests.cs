using FaissNet.Contract;
using FaissNet.Storage;

namespace FaissNet.Indexes;

/// <summary>One query whose lists are shared out among workers against one worker, bit for bit.</summary>
public sealed class IvfSplitSearchTests
{
    private const int D = 32;
    private const int NList = 12;

    /// <summary>Codes of the searched lists: enough of the smallest kind, 8 bytes, to be worth several workers.</summary>
    private const int Codes = 140_000;

    public static TheoryData<string, Metric> Types
    {
        get
        {
            var data = new TheoryData<string, Metric>();
            foreach (string type in (string[])["SQ8", "PQ8"])
            {
                data.Add(type, Metric.L2);
                data.Add(type, Metric.InnerProduct);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Search_OneQueryManyThreads_EqualsOneThread(string type, Metric metric)
    {
        using IvfIndex index = Filled(type, metric, distinct: int.MaxValue);
        foreach (int k in (int[])[1, 10, 300])
            AssertThreadsAgree(index, IndexCases.Vectors(1, D, seed: 3), k, new SearchOptions { NProbe = NList });
        AssertThreadsAgree(index, IndexCases.Vectors(3, D, seed: 4), 10, new SearchOptions { NProbe = NList, Filter = IdFilter.Range(500, 9000) });
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Search_EqualsAtTheCut_EqualsOneThread(string type, Metric metric)
    {
        // Each code in several places of the same list, so that most cuts fall among equals.
        using IvfIndex index = Filled(type, metric, distinct: 2000);
        foreach (int k in (int[])[1, 3, 10])
            AssertThreadsAgree(index, IndexCases.Vectors(2, D, seed: 5), k, new SearchOptions { NProbe = NList });
    }

    [Fact]
    public void Search_MoreThanTheFilterLetsThrough_FillsWithMinusOne()
    {
        using IvfIndex index = Filled("SQ8", Metric.L2, distinct: int.MaxValue);
        var options = new SearchOptions { NProbe = NList, Filter = IdFilter.Of(5, 70_000, 139_999), MaxDegreeOfParallelism = 3 };
        SearchResult<float> result = index.Search(IndexCases.Vectors(1, D, seed: 3), 5, options);
        Assert.Equal([5, 70_000, 139_999], result.Ids[..3].Order());
        Assert.Equal([-1L, -1L], result.Ids[3..]);
        Assert.Equal([float.MaxValue, float.MaxValue], result.Distances[3..]);
    }

    private static void AssertThreadsAgree(IvfIndex index, float[] queries, int k, SearchOptions options)
    {
        SearchResult<float> one = index.Search(queries, k, options with { MaxDegreeOfParallelism = 1 });
        foreach (int threads in (int[])[2, 4, 20])
        {
            SearchResult<float> many = index.Search(queries, k, options with { MaxDegreeOfParallelism = threads });
            Assert.Equal(one.Ids, many.Ids);
            Assert.Equal(one.Distances, many.Distances);
        }
    }

    /// <summary>Random codes with ids from 0 on; the first codes of a list come again after <paramref name="distinct"/>.</summary>
    private static unsafe IvfIndex Filled(string type, Metric metric, int distinct)
    {
        IvfIndex index = type == "PQ8" ? new IvfPqIndex(D, NList, 8, 8, metric) : new IvfScalarQuantizerIndex(D, NList, metric: metric);
        index.Train(IndexCases.Vectors(600, D));
        int codeSize = index.Lists.CodeSize;
        var random = new Random(6);
        var codes = new byte[Codes * codeSize];
        random.NextBytes(codes);
        for (int i = distinct; i < Codes; i++)
            codes.AsSpan(i % distinct * codeSize, codeSize).CopyTo(codes.AsSpan(i * codeSize));
        long[] ids = [.. Enumerable.Range(0, Codes).Select(i => (long)i)];
        int first = 0;
        for (int list = 0; list < NList; list++)
        {
            // One list stays empty, and no two are as long.
            int count = list == 5 ? 0 : list == NList - 1 ? Codes - first : 2000 * (list + 1);
            fixed (byte* codePointer = &codes[first * codeSize])
            fixed (long* idPointer = &ids[first])
                index.Lists.Append(list, new Rows<byte>(codePointer, count, codeSize), new Rows<long>(idPointer, count, 1));
            first += count;
        }
        index.Restore(isTrained: true, Codes, nProbe: 1, DirectMap.None());
        return index;
    }
}
