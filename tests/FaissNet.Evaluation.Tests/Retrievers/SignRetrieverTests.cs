namespace FaissNet.Evaluation.Tests;

public class SignRetrieverTests
{
    private const int Dimension = 64;

    [Fact]
    public void Search_CodesAtZero_RanksByHammingDistance()
    {
        using var retriever = new SignRetriever("sign", 8, SignThreshold.Zero);
        retriever.Add([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1], BuildOptions.Default);
        var ids = new long[4];
        var distances = new float[4];
        retriever.Search([-1, -1, -1, -1, -1, -1, -1, 1], 4, distances, ids, 1, default);
        Assert.Equal([2, 1, 0, -1], ids);
        Assert.Equal([1, 5, 7], distances[..3]);
        Assert.Equal(1, retriever.BytesPerVector);
        Assert.False(retriever.NeedsTraining);
    }

    [Fact]
    public void Evaluate_TwoShiftedModalities_MeansSaveTheCodes()
    {
        RetrievalDataSet dataSet = Modalities();
        var evaluator = new RetrievalEvaluator(dataSet, new EvaluationOptions { MinimumSearchTime = TimeSpan.Zero });
        double atZero = Measure(evaluator, SignThreshold.Zero, 0).Metrics.R1;
        double atMeans = Measure(evaluator, SignThreshold.Mean, 0).Metrics.R1;
        RetrievalResult reranked = Measure(evaluator, SignThreshold.Mean, 10);
        Assert.InRange(atZero, 0, 0.5);
        Assert.InRange(atMeans, 0.75, 1);
        // Better than float search is possible: what the codes leave out cannot be ranked too high.
        Assert.InRange(reranked.KeptR1, 0.95, 2);
        Assert.Equal(Dimension / 8 + 4 * Dimension, reranked.BytesPerVector);
    }

    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    public void Search_RerankingOfEverything_IsExact(Metric metric)
    {
        float[] stored = TestVectors.Random(50, 16, 1);
        float[] query = TestVectors.Random(1, 16, 2);
        using var retriever = new SignRetriever("sign", 16, SignThreshold.Zero, rerankFactor: 100, metric: metric);
        retriever.Add(stored, BuildOptions.Default);
        var ids = new long[6];
        retriever.Search(query, 6, new float[6], ids, 2, default);
        Assert.Equal(TestVectors.Sorted(stored, query, metric)[..6], ids);
    }

    [Fact]
    public void Constructor_NoQueriesForTheMean_Throws()
        => Assert.Throws<ArgumentException>(() => new SignRetriever("sign", 8, SignThreshold.Mean));

    private static RetrievalResult Measure(RetrievalEvaluator evaluator, SignThreshold threshold, int rerankFactor)
    {
        using var retriever = new SignRetriever("sign", Dimension, threshold, evaluator.Queries.Span, rerankFactor);
        return evaluator.Evaluate(retriever);
    }

    /// <summary>Pairs of near vectors, each side shifted by an offset of its own that is larger than the spread.</summary>
    private static RetrievalDataSet Modalities()
    {
        const int Count = 400;
        float[] content = TestVectors.Random(Count, Dimension, 1);
        float[] noise = TestVectors.Random(Count, Dimension, 2);
        float[] offsets = TestVectors.Random(2, Dimension, 3);
        var stored = new float[content.Length];
        var queries = new float[content.Length];
        for (int i = 0; i < content.Length; i++)
        {
            stored[i] = content[i] + 2 * offsets[i % Dimension];
            queries[i] = content[i] + 0.4f * noise[i] + 2 * offsets[Dimension + i % Dimension];
        }
        long[] items = [.. Enumerable.Range(0, Count).Select(i => (long)i)];
        return RetrievalDataSet.FromItems(
            VectorSource.FromArray(stored, Dimension), VectorSource.FromArray(queries, Dimension), Metric.InnerProduct, items, items);
    }
}
