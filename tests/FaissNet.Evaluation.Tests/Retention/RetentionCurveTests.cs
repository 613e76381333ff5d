namespace FaissNet.Evaluation.Tests;

public class RetentionCurveTests
{
    private const double Target = 0.97;

    [Theory]
    [InlineData(0.98, 8f)]
    [InlineData(0.96, 4f)]
    [InlineData(0.90, 2f)]
    [InlineData(0.50, 1f)]
    public void StepFor_Target_IsTheFastestBelowWhichNothingFails(double target, float factor)
        => Assert.Equal(factor, Curve(0.7, 0.95, 0.97, 0.985).StepFor(target)!.RefineFactor);

    [Fact]
    public void StepFor_DeeperStepNotProved_DoesNotLookBehindIt()
        => Assert.Equal(8f, Curve(0.7, 0.99, 0.95, 0.98).StepFor(0.97)!.RefineFactor);

    [Fact]
    public void StepFor_NothingProved_IsNull() => Assert.Null(Curve(0.7, 0.95, 0.97, 0.985).StepFor(0.99));

    [Fact]
    public void OptionsFor_FewerResults_ScoresAsManyCandidates()
    {
        RetentionCurve curve = Curve(0.7, 0.95, 0.97, 0.985);
        var given = new SearchOptions { NProbe = 3 };
        Assert.Equal((3, 8f), (curve.OptionsFor(0.98, 10, given).NProbe!.Value, curve.OptionsFor(0.98, 10, given).RefineFactor!.Value));
        Assert.Equal(80f, curve.OptionsFor(0.98, 1).RefineFactor);
        Assert.Equal(8f, curve.OptionsFor(0.98, 100).RefineFactor);
    }

    [Fact]
    public void OptionsFor_MoreThanIsProved_SaysHowMuchIs()
    {
        string message = Assert.Throws<InvalidOperationException>(() => Curve(0.7, 0.95).OptionsFor(0.99)).Message;
        Assert.Contains("0.99 of R@1", message);
        Assert.Contains("prove 0.95", message);
    }

    [Fact]
    public void Calibrate_DeeperRefinement_KeepsMore()
    {
        RetrievalDataSet data = ItemData.Create(32, 2000);
        using VectorIndex index = Refined(data);
        RetentionCurve curve = RetentionCurve.Calibrate(index, data);
        Assert.Equal([1f, 2f, 4f, 8f, 16f, 32f, 64f], curve.Steps.Select(step => step.RefineFactor!.Value));
        Assert.Equal(2000, curve.QueryCount);
        Assert.InRange(curve.Steps[0].Retention, 0.80, 0.98);
        Assert.InRange(curve.Steps[^1].Retention, 0.99, 1.01);
        Assert.All(curve.Steps, step => Assert.True(step.Bound < step.Retention));
        Assert.True(curve.MostTarget > curve.Steps[0].Bound);
    }

    [Fact]
    public void Promise_CalibratedOnRandomQueries_HoldsForTheOthersIn95Of100()
    {
        RetrievalDataSet data = ItemData.Create(32, 4000);
        using VectorIndex index = Refined(data);
        float[] queries = data.Queries.ReadAll();
        ExactNeighbours exact = GroundTruth.Compute(data.Base, queries, data.Metric, 10);
        float[] reference = QueryScores.Compute(exact.Ids, 10, data.Relevance!).Hits(1);
        SearchEffort[] efforts = SearchEffort.Path(index.Description);
        float[][] scores = Array.ConvertAll(efforts, effort => effort.Score(index, queries, data.Relevance!, EvaluationOptions.Default).Hits(1));
        int[] order = [.. Enumerable.Range(0, reference.Length)];
        var random = new Random(7);
        int kept = 0;
        var chosen = new HashSet<float>();
        for (int draw = 0; draw < 100; draw++)
        {
            random.Shuffle(order);
            int[] sample = order[..1000], others = order[1000..];
            RetentionCurve curve = RetentionCalibration.Curve(
                efforts, Array.ConvertAll(scores, column => Rows(column, sample)), Rows(reference, sample), RetentionMetric.R1, 0.95);
            RetentionStep step = curve.StepFor(Target)!;
            int at = Array.FindIndex(efforts, effort => effort.RefineFactor == step.RefineFactor);
            kept += Rows(scores[at], others).Sum() / Rows(reference, others).Sum() >= Target ? 1 : 0;
            chosen.Add(step.RefineFactor!.Value);
        }
        Assert.InRange(kept, 95, 100);
        // The promise is no empty one: it does not always take the deepest search.
        Assert.DoesNotContain(64f, chosen);
    }

    [Fact]
    public void Calibrate_BadArguments_Throw()
    {
        RetrievalDataSet data = ItemData.Create(32, 100);
        using var empty = new FlatIndex(32, Metric.InnerProduct);
        Assert.Throws<ArgumentException>(() => RetentionCurve.Calibrate(empty, data));
        Assert.Throws<ArgumentOutOfRangeException>(() => RetentionCurve.Calibrate(empty, data, confidence: 1));
    }

    private static float[] Rows(float[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);

    private static VectorIndex Refined(RetrievalDataSet data)
    {
        // Two bytes, which find candidates badly, and eight bits a component to score them again.
        VectorIndex index = VectorIndex.Create(data.Dimension, "PQ2np,Refine(SQ8)", data.Metric);
        float[] vectors = data.Base.ReadAll();
        index.Train(vectors);
        index.Add(vectors);
        return index;
    }

    private static RetentionCurve Curve(params double[] bounds) => new()
    {
        Metric = RetentionMetric.R1,
        Confidence = 0.95,
        QueryCount = 500,
        Steps = [.. bounds.Select((bound, i) => new RetentionStep { RefineFactor = 1 << i, Retention = bound + 0.01, Bound = bound })],
    };
}
