namespace FaissNet.Indexes;

/// <summary>So many results that a batch collects them in another way than a single query does.</summary>
public sealed class ManyResultsTests
{
    [Theory]
    [InlineData("Flat", Metric.L2)]
    [InlineData("Flat", Metric.InnerProduct)]
    [InlineData("SQ8", Metric.L2)]
    public void Search_BatchWithManyEqualDistances_FindsWhatSingleQueriesFind(string description, Metric metric)
    {
        const int D = 4, N = 3000, Queries = 40;
        // Small whole numbers: every sum is exact, whatever its order, and hundreds of distances are equal. SQ8 keeps 0 and 255 as they are.
        int levels = description == "SQ8" ? 2 : 4, step = description == "SQ8" ? 255 : 1;
        var random = new Random(7);
        float[] vectors = [.. Enumerable.Range(0, N * D).Select(_ => (float)(random.Next(levels) * step))];
        float[] queries = [.. Enumerable.Range(0, Queries * D).Select(_ => (float)(random.Next(levels) * step))];
        using VectorIndex index = VectorIndex.Create(D, description, metric);
        index.Train(vectors);
        index.Add(vectors);
        foreach (int k in (int[])[100, 400, 2900, 3100])
        {
            foreach (int threads in (int[])[1, 3])
            {
                SearchResult<float> batch = index.Search(queries, k, new SearchOptions { MaxDegreeOfParallelism = threads });
                for (int q = 0; q < Queries; q++)
                {
                    SearchResult<float> single = index.Search(queries.AsSpan(q * D, D), k, new SearchOptions { MaxDegreeOfParallelism = 1 });
                    Assert.Equal(single.Ids, batch.Ids.AsSpan(q * k, k).ToArray());
                    Assert.Equal(single.Distances, batch.Distances.AsSpan(q * k, k).ToArray());
                }
            }
        }
    }
}
