using FaissNet.Contract;

namespace FaissNet.Indexes;

/// <summary>4-bit fast scans inside inverted files.</summary>
public sealed class IvfPqFastScanIndexTests
{
    public static TheoryData<string, Metric> All => new MatrixTheoryData<string, Metric>(
        ["IVF16,PQ8x4fs", "IVF16,PQ8x4fsr", "IVF16,PQ16x4fsr_64"], [Metric.L2, Metric.InnerProduct]);

    /// <summary>Some probes, so that a limit is found in advance, for one query after another and together, on one thread and several.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Search_TogetherAndAlone_SameResults(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric);
        float[] queries = IndexCases.Vectors(70, seed: 3);
        foreach (int nProbe in (int[])[1, 7, 8, 16, 100])
        {
            foreach (int k in (int[])[1, 10, 60])
            {
                var options = new SearchOptions { NProbe = nProbe, MaxDegreeOfParallelism = 1 };
                SearchResult<float> together = index.Search(queries, k, options);
                SearchResult<float> shared = index.Search(queries, k, options with { MaxDegreeOfParallelism = 3 });
                Assert.Equal(together.Ids, shared.Ids);
                Assert.Equal(together.Distances, shared.Distances);
                // Up to 19 queries find their lists by direct comparison, so that coarse distances may differ in the last bits.
                for (int q = 0; q < 5; q++)
                {
                    SearchResult<float> alone = index.Search(queries.AsSpan(q * index.Dimension, index.Dimension), k, options);
                    for (int i = 0; i < k; i++)
                        Assert.Equal(together.DistancesOf(q)[i], alone.Distances[i], 0.02f * Math.Abs(alone.Distances[0]));
                }
            }
        }
    }

    /// <summary>FAISS 1.7.3 ends the process; later versions do what all inverted files do.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Remove_SomeIds_OthersStay(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric);
        var before = Enumerable.Range(0, IndexCases.Count).Select(i => index.Reconstruct(i)).ToArray();
        Assert.Equal(300, index.Remove(IdFilter.Where(id => id % 2 == 0)));
        Assert.Equal(300, index.Count);
        for (int i = 1; i < IndexCases.Count; i += 2)
            Assert.Equal(before[i], index.Reconstruct(i));
        Assert.All(index.Search(IndexCases.Vectors(20, seed: 3), 10).Ids, id => Assert.Equal(1, id % 2));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Merge_ShiftedIds_BothAreFound(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 50), other = IndexCases.Filled(description, metric);
        float[] expected = other.Reconstruct(77);
        index.Merge(other, 1000);
        Assert.Equal(650, index.Count);
        Assert.Equal(0, other.Count);
        Assert.Equal(expected, index.Reconstruct(1077));
    }

    /// <summary>FAISS has no range search over these before 1.8; since then it is the same comparison of rounded distances.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void RangeSearch_FindsExactlyWhatSearchPutsInside(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric);
        float[] query = IndexCases.Vectors(1, seed: 3);
        SearchResult<float> all = index.Search(query, IndexCases.Count);
        float radius = all.Distances[200];
        RangeSearchResult<float> found = index.RangeSearch(query, radius);
        bool Inside(float distance) => metric == Metric.L2 ? distance < radius : distance > radius;
        Assert.Equal(
            all.Ids.Where((_, i) => Inside(all.Distances[i])).Order(),
            found.Ids.Order());
        Assert.NotEmpty(found.Ids);
    }

    /// <summary>Queries whose nearest list is empty of what the filter wants still find it elsewhere.</summary>
    [Fact]
    public void Search_FilterThatEmptiesTheNearestList_LooksInTheOthers()
    {
        using var index = (IvfPqFastScanIndex)IndexCases.Filled("IVF16,PQ8x4fs", Metric.L2);
        float[] query = IndexCases.Vectors(1, seed: 3);
        long[] nearest = index.Search(query, 10, new SearchOptions { NProbe = 1 }).Ids;
        IdFilter filter = !IdFilter.Of(nearest);
        SearchResult<float> result = index.Search(query, 10, new SearchOptions { Filter = filter, NProbe = 16 });
        Assert.DoesNotContain(-1L, result.Ids);
        Assert.Empty(result.Ids.Intersect(nearest));
    }

    /// <summary>FAISS's fast scans do not look at the limit; here it means what it means for other inverted files.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Search_LimitOfCodes_SeesSoManyFromTheNearestListOn(string description, Metric metric)
    {
        using var index = (IvfIndex)IndexCases.Filled(description, metric);
        float[] query = IndexCases.Vectors(1, seed: 3);
        long[] nearest = index.Search(query, IndexCases.Count, new SearchOptions { NProbe = 1 }).Ids;
        int length = nearest.Count(id => id != -1);
        foreach (int limit in (int[])[1, length, length + 7])
        {
            long[] found = [.. index.Search(query, IndexCases.Count, new SearchOptions { MaxCodes = limit }).Ids.Where(id => id != -1)];
            Assert.Equal(limit, found.Length);
            Assert.Equal(Math.Min(limit, length), found.Intersect(nearest).Count());
        }
    }

    [Fact]
    public void AddWithIds_FromSeveralThreads_StoresWhatOneThreadStores()
    {
        using VectorIndex one = IndexCases.Trained("IVF8,PQ8x4fs", Metric.L2), many = IndexCases.Trained("IVF8,PQ8x4fs", Metric.L2);
        float[] vectors = IndexCases.Vectors(9000, seed: 12);
        one.Add(vectors, new BuildOptions { MaxDegreeOfParallelism = 1 });
        many.Add(vectors, new BuildOptions { MaxDegreeOfParallelism = 4 });
        using MemoryStream first = new(), second = new();
        one.Save(first);
        many.Save(second);
        Assert.True(first.GetBuffer().AsSpan(0, (int)first.Length).SequenceEqual(second.GetBuffer().AsSpan(0, (int)second.Length)));
    }
}
