using FaissNet.Contract;

namespace FaissNet.Indexes;

/// <summary>Searches of flat indexes at any number of threads against one thread, bit for bit: batches, single queries, ties.</summary>
public sealed class FlatThreadsTests
{
    private const int D = 32;

    public static TheoryData<string, Metric> Types
    {
        get
        {
            var data = new TheoryData<string, Metric>();
            foreach (string type in (string[])["Flat", "SQ8", "PQ8np", "RaBitQ", "RaBitQ4"])
            {
                data.Add(type, Metric.L2);
                data.Add(type, Metric.InnerProduct);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Search_Batch_EqualsOneThread(string type, Metric metric)
    {
        using VectorIndex index = Filled(type, metric, 5000, distinct: 5000);
        foreach (int k in (int[])[1, 10, 300])
            AssertThreadsAgree(index, IndexCases.Vectors(50, D, seed: 3), k, SearchOptions.Default);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Search_BatchWithEqualsAtTheCut_EqualsOneThread(string type, Metric metric)
    {
        // Each vector in ten places all over the index, so that most cuts fall among equals.
        using VectorIndex index = Filled(type, metric, 5000, distinct: 500);
        foreach (int k in (int[])[1, 3, 15])
            AssertThreadsAgree(index, IndexCases.Vectors(40, D, seed: 4), k, SearchOptions.Default);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Search_MoreThanThereAre_EqualsOneThread(string type, Metric metric)
    {
        using VectorIndex index = Filled(type, metric, 300, distinct: 300);
        AssertThreadsAgree(index, IndexCases.Vectors(25, D, seed: 5), 310, SearchOptions.Default);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Search_FewQueriesManyThreads_EqualsOneThread(string type, Metric metric)
    {
        // Enough bytes of codes to be worth sharing out, every vector in many places.
        using VectorIndex index = Filled(type, metric, type is "Flat" or "SQ8" ? 40_000 : 140_000, distinct: 20_000);
        foreach (int k in (int[])[1, 10, 100])
            AssertThreadsAgree(index, IndexCases.Vectors(1, D, seed: 6), k, SearchOptions.Default);
        AssertThreadsAgree(index, IndexCases.Vectors(2, D, seed: 7), 7, new SearchOptions { Filter = IdFilter.Range(500, 90_000) });
    }

    [Fact]
    public void Search_FewBinaryQueriesManyThreads_EqualsOneThread()
    {
        const int Count = 140_000;
        using var index = new BinaryFlatIndex(64);
        var codes = new byte[Count * 8];
        // Few different bytes: most distances occur in many places.
        new Random(8).NextBytes(codes);
        for (int i = 0; i < codes.Length; i++)
            codes[i] &= 0x11;
        index.Add(codes);
        foreach (int queries in (int[])[1, 2, 70])
        {
            byte[] wanted = codes[..(queries * 8)];
            foreach (SearchOptions options in (SearchOptions[])[new(), new() { Filter = IdFilter.Range(100, 3000) }])
            {
                SearchResult<int> one = index.Search(wanted, 20, options with { MaxDegreeOfParallelism = 1 });
                foreach (int threads in (int[])[2, 3, 5])
                {
                    SearchResult<int> many = index.Search(wanted, 20, options with { MaxDegreeOfParallelism = threads });
                    Assert.Equal(one.Ids, many.Ids);
                    Assert.Equal(one.Distances, many.Distances);
                }
            }
        }
    }

    private static void AssertThreadsAgree(VectorIndex index, float[] queries, int k, SearchOptions options)
    {
        SearchResult<float> one = index.Search(queries, k, options with { MaxDegreeOfParallelism = 1 });
        foreach (int threads in (int[])[2, 3, 7])
        {
            SearchResult<float> many = index.Search(queries, k, options with { MaxDegreeOfParallelism = threads });
            Assert.Equal(one.Ids, many.Ids);
            Assert.Equal(one.Distances, many.Distances);
        }
    }

    private static VectorIndex Filled(string type, Metric metric, int count, int distinct)
    {
        VectorIndex index = VectorIndex.Create(D, type, metric);
        float[] vectors = IndexCases.Vectors(distinct, D, seed: 1);
        index.Train(vectors.AsSpan(0, Math.Min(distinct, 2000) * D));
        for (int added = 0; added < count; added += distinct)
            index.Add(vectors.AsSpan(0, Math.Min(distinct, count - added) * D));
        return index;
    }
}
