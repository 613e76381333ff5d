namespace FaissNet.Evaluation.Tests;

public class RetrievalEvaluatorTests
{
    private static readonly EvaluationOptions s_quick = new() { MinimumSearchTime = TimeSpan.Zero };

    [Fact]
    public void Evaluate_FlatIndex_KeepsEverything()
    {
        var evaluator = new RetrievalEvaluator(DataSet(), s_quick);
        using var retriever = new IndexRetriever(new FlatIndex(16, Metric.L2));
        RetrievalResult result = evaluator.Evaluate(retriever);
        Assert.Equal("Flat", result.Name);
        Assert.Equal(64, result.BytesPerVector);
        Assert.Equal(evaluator.FloatMetrics, result.Metrics);
        Assert.Equal((1.0, 1.0, 1.0), (result.KeptR1, result.KeptR10, result.NeighbourRecall10));
        Assert.Equal(0, result.Cost.TrainSeconds);
        Assert.True(result.Cost.AddSeconds > 0 && result.Cost.QueriesPerSecond > 0);
    }

    [Fact]
    public void Evaluate_RetrieverThatKnowsOneAnswer_MeasuresIt()
    {
        // Items 0 to 49 twice; the retriever answers everything with vector 7.
        var evaluator = new RetrievalEvaluator(DataSet(), s_quick);
        using var retriever = new ConstantRetriever(16, 7);
        RetrievalResult result = evaluator.Evaluate(retriever);
        Assert.Equal(100, retriever.Added);
        Assert.Equal(1 / 20.0, result.Metrics.R1, 12);
        Assert.Equal(1 / 20.0, result.Metrics.R10, 12);
        Assert.Equal(result.Metrics.R1 / evaluator.FloatMetrics.R1, result.KeptR1, 12);
    }

    [Fact]
    public void Evaluate_FlatIndex_CostsAndScoresAreThoseOfFloats()
    {
        var evaluator = new RetrievalEvaluator(DataSet(), s_quick);
        using var index = new FlatIndex(16, Metric.L2);
        using var retriever = new IndexRetriever(index);
        RetrievalResult result = evaluator.Evaluate(retriever);
        using var file = new MemoryStream();
        index.Save(file);
        Assert.Equal(file.Length, result.Cost.FileBytes);
        Assert.Equal(1, result.Fidelity.RankCorrelation, 6);
        ScoreError error = result.Fidelity.Error!.Value;
        Assert.InRange(error.P05, -1e-4, error.Median);
        Assert.InRange(error.P95, error.Median, 1e-4);
        Assert.Equal(new ConfidenceInterval(1, 1, 1), result.KeptR1Interval);
        Assert.Equal(0, result.ProbingLossR1);
        Assert.True(result.Cost.LatencyP50 > 0 && result.Cost.LatencyP99 >= result.Cost.LatencyP50);
    }

    [Fact]
    public void Evaluate_FewListsProbed_TellsTheLossOfProbingFromThatOfCodes()
    {
        VectorSource stored = VectorSource.FromArray(TestVectors.Random(500, 16, 1), 16);
        VectorSource queries = VectorSource.FromArray(TestVectors.Random(50, 16, 2), 16);
        var evaluator = new RetrievalEvaluator(new RetrievalDataSet(stored, queries, Metric.L2), s_quick);
        using var retriever = new IndexRetriever(VectorIndex.Create(16, "IVF4,Flat", Metric.L2), null, new SearchOptions { NProbe = 1 });
        RetrievalResult result = evaluator.Evaluate(retriever);
        Assert.Equal(evaluator.FloatMetrics, result.CeilingMetrics);
        Assert.True(result.Metrics.R1 < evaluator.FloatMetrics.R1);
        Assert.Equal(evaluator.FloatMetrics.R1 - result.Metrics.R1, result.ProbingLossR1, 12);
    }

    [Fact]
    public void HoldOut_Half_SplitsQueriesAndTheirJudgments()
    {
        long[] items = [.. Enumerable.Range(0, 10).Select(i => (long)i)];
        float[] vectors = TestVectors.Random(10, 4, 1);
        RetrievalDataSet whole = RetrievalDataSet.FromItems(
            VectorSource.FromArray(vectors, 4), VectorSource.FromArray(vectors, 4), Metric.L2, items, items);
        RetrievalDataSet half = whole.HoldOut(0.4, seed: 3);
        Assert.Equal((4, 6), (half.Queries.Count, half.QuerySample!.Count));
        ReadOnlySpan<int> numbers = half.QueryNumbers!.Value.Span;
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(vectors.AsSpan(numbers[i] * 4, 4).ToArray(), half.Queries.ReadRows(i, 1));
            Assert.Equal([numbers[i]], half.Relevance!.RelevantTo(i).ToArray());
        }
        Assert.Equal(vectors.Order(), half.Queries.ReadAll().Concat(half.QuerySample.ReadAll()).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void HoldOut_NothingLeftOnASide_Throws(double share)
        => Assert.Throws<ArgumentOutOfRangeException>(() => DataSet().HoldOut(share));

    [Fact]
    public void Evaluate_NoJudgments_TakesTheNearestNeighbour()
    {
        VectorSource stored = VectorSource.FromArray(TestVectors.Random(200, 8, 1), 8);
        VectorSource queries = VectorSource.FromArray(TestVectors.Random(30, 8, 2), 8);
        var evaluator = new RetrievalEvaluator(new RetrievalDataSet(stored, queries, Metric.InnerProduct), s_quick);
        Assert.Equal((1.0, 1.0, 1.0), (evaluator.FloatMetrics.R1, evaluator.FloatMetrics.Mrr10, evaluator.FloatMetrics.Map10));
    }

    [Fact]
    public void Evaluate_AnotherDimension_Throws()
    {
        var evaluator = new RetrievalEvaluator(DataSet(), s_quick);
        using var retriever = new IndexRetriever(new FlatIndex(8));
        Assert.Throws<ArgumentException>(() => evaluator.Evaluate(retriever));
    }

    [Fact]
    public void Evaluate_Cancelled_Throws()
    {
        EvaluationOptions options = s_quick with { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => new RetrievalEvaluator(DataSet(), options));
    }

    [Fact]
    public void IndexRetriever_FilledIndex_Throws()
    {
        using var index = new FlatIndex(2);
        index.Add([1, 2]);
        Assert.Throws<ArgumentException>(() => new IndexRetriever(index));
    }

    [Fact]
    public void DataSet_LabelsOrDimensionsThatDoNotFit_Throw()
    {
        VectorSource two = VectorSource.FromArray(new float[4], 2);
        VectorSource three = VectorSource.FromArray(new float[3], 3);
        Assert.Throws<ArgumentException>(() => new RetrievalDataSet(two, three, Metric.L2));
        Assert.Throws<ArgumentException>(() => new RetrievalDataSet(two, VectorSource.FromArray([], 2), Metric.L2));
        Assert.Throws<ArgumentException>(() => new RetrievalDataSet(VectorSource.FromArray([], 2), two, Metric.L2));
        Assert.Throws<ArgumentException>(() => RetrievalDataSet.FromItems(two, two, Metric.L2, [1], [1, 2]));
        Assert.Throws<ArgumentException>(() => RetrievalDataSet.FromItems(two, two, Metric.L2, [1, 2], [1]));
    }

    private static RetrievalDataSet DataSet()
    {
        long[] items = [.. Enumerable.Range(0, 100).Select(i => (long)(i % 50))];
        long[] queryItems = [.. Enumerable.Range(0, 20).Select(i => (long)i)];
        VectorSource stored = VectorSource.FromArray(TestVectors.Random(100, 16, 1), 16);
        // Half of the queries are stored vectors of their item, the others are random.
        float[] queries = [.. TestVectors.Random(100, 16, 1)[..160], .. TestVectors.Random(10, 16, 3)];
        return RetrievalDataSet.FromItems(stored, VectorSource.FromArray(queries, 16), Metric.L2, items, queryItems);
    }

    private sealed class ConstantRetriever(int dimension, long answer) : IRetriever
    {
        public string Name => "constant";

        public int Dimension => dimension;

        public double BytesPerVector => 0;

        public bool NeedsTraining => false;

        public bool IsDepthIndependent => true;

        public int Added { get; private set; }

        public void Train(ReadOnlySpan<float> sample, ReadOnlySpan<float> querySample, BuildOptions options) => Assert.Fail("Nothing to train.");

        public void Add(ReadOnlySpan<float> vectors, BuildOptions options) => Added += vectors.Length / dimension;

        public void Search(ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        {
            ids.Fill(-1);
            for (int i = 0; i < ids.Length; i += k)
                ids[i] = answer;
        }

        public void Dispose()
        {
        }
    }
}
