namespace FaissNet.Evaluation;

/// <summary>Measures a <see cref="RetentionCurve"/>.</summary>
internal static class RetentionCalibration
{
    public static RetentionCurve Run(
        VectorIndex index, RetrievalDataSet dataSet, RetentionMetric metric, double confidence, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(dataSet);
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");
        if (index.Dimension != dataSet.Dimension || index.Metric != dataSet.Metric || index.Count != dataSet.Base.Count)
        {
            throw new ArgumentException(
                $"{index} does not hold the {dataSet.Base.Count} vectors of dimension {dataSet.Dimension} that the data set has, or compares them otherwise.",
                nameof(index));
        }
        float[] queries = dataSet.Queries.ReadAll();
        ExactNeighbours exact = GroundTruth.Compute(dataSet.Base, queries, dataSet.Metric, RetentionCurve.K, options);
        RelevanceJudgments relevance = dataSet.Relevance ?? RelevanceJudgments.FromNearest(exact);
        float[] reference = metric.Values(QueryScores.Compute(exact.Ids, exact.K, relevance));
        SearchEffort[] efforts = SearchEffort.Path(index.Description);
        var scores = new float[efforts.Length][];
        for (int i = 0; i < efforts.Length; i++)
        {
            scores[i] = metric.Values(efforts[i].Score(index, queries, relevance, options));
            options.Progress?.Report(new BuildProgress("calibrating", i + 1, efforts.Length));
        }
        return Curve(efforts, scores, reference, metric, confidence);
    }

    /// <summary>A curve from the scores of every query with every setting.</summary>
    public static RetentionCurve Curve(
        SearchEffort[] efforts, float[][] scores, float[] reference, RetentionMetric metric, double confidence) => new()
    {
        Metric = metric,
        Confidence = confidence,
        QueryCount = reference.Length,
        Steps =
        [
            .. efforts.Select((effort, i) => new RetentionStep
            {
                NProbe = effort.NProbe,
                RefineFactor = effort.RefineFactor,
                Retention = Ratio(scores[i], reference),
                Bound = RetentionBound.Lower(scores[i], reference, confidence),
            }),
        ],
    };

    private static double Ratio(float[] scores, float[] reference)
    {
        double sum = reference.Sum(x => (double)x);
        return sum == 0 ? 1 : scores.Sum(x => (double)x) / sum;
    }
}
