namespace FaissNet.Indexes;

/// <summary>Batches go through ‖x‖² + ‖y‖² − 2xy; far from the origin that formula alone would leave no digit of a small distance.</summary>
public sealed class BatchAccuracyTests
{
    [Theory]
    [InlineData("Flat")]
    [InlineData("SQ8")]
    [InlineData("SQfp16")]
    public void Search_BatchFarFromTheOrigin_HasTheDistancesOfSingleSearches(string description)
    {
        const int D = 48, N = 500, Queries = 40, K = 5;
        var random = new Random(7);
        // Norms of about 70, distances of about 0.01: rounding in the norms is as large as what tells neighbours apart.
        float[] vectors = Enumerable.Range(0, (N + Queries) * D).Select(_ => 10f + 0.02f * random.NextSingle()).ToArray();
        using VectorIndex index = VectorIndex.Create(D, description, Metric.L2);
        index.Train(vectors);
        index.Add(vectors.AsSpan(0, N * D));
        ReadOnlySpan<float> queries = vectors.AsSpan(N * D);

        SearchResult<float> batch = index.Search(queries, K);

        for (int q = 0; q < Queries; q++)
        {
            SearchResult<float> alone = index.Search(queries.Slice(q * D, D), N);
            for (int i = 0; i < K; i++)
            {
                int rank = alone.Ids.IndexOf(batch.IdsOf(q)[i]);
                Assert.Equal(alone.Distances[rank], batch.DistancesOf(q)[i]);
                Assert.True(i == 0 || batch.DistancesOf(q)[i - 1] <= batch.DistancesOf(q)[i]);
            }
        }
    }
}
