namespace FaissNet.Evaluation;

/// <summary>A winner, built from all vectors and measured on queries that it has never seen.</summary>
internal sealed record RecommendedIndex(VectorIndex Index, RetrievalResult Measured, RetentionCurve Calibration, IReadOnlyList<AdvisorLimit> Breaks)
{
    private const double Confidence = 0.95;

    public static RecommendedIndex Build(
        RetrievalDataSet dataSet, AdvisorOptions options, QuerySplit split, float[] allQueries, AdvisorTrial winner)
    {
        EvaluationOptions evaluation = options.ToEvaluationOptions() with { Progress = options.Progress };
        var effort = new SearchEffort(winner.NProbe, winner.RefineFactor);
        VectorIndex index = VectorIndex.Create(dataSet.Dimension, winner.Factory, dataSet.Metric);
        try
        {
            VectorSource sample = dataSet.QuerySample ?? dataSet.Rows(allQueries, split.Training);
            var evaluator = new RetrievalEvaluator(dataSet.Part(allQueries, split.Test, sample), evaluation);
            // Not disposed of: that would take the index with it.
            RetrievalResult measured = evaluator.Evaluate(new IndexRetriever(index, winner.Factory, effort.Options));
            if (effort.Parameters.Length > 0)
                index.SetParameters(effort.Parameters);
            int[] queries = split.Calibration[..Math.Min(split.Calibration.Length, options.MaxSampleQueries)];
            RetentionCurve curve = RetentionCurve.Calibrate(
                index, dataSet.Part(allQueries, queries, sample), options.Metric, Confidence, evaluation);
            index.Quality = QualityCard.Create(
                index, dataSet.Part(allQueries, split.Test, sample), measured, effort.Options, curve, evaluation);
            return new RecommendedIndex(index, measured, curve, Broken(measured, index, options));
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    private static AdvisorLimit[] Broken(RetrievalResult measured, VectorIndex index, AdvisorOptions options)
    {
        var broken = new List<AdvisorLimit>();
        if (index.CodeSize > options.MaxBytes)
            broken.Add(AdvisorLimit.Bytes);
        if (options.Metric.Kept(measured).Value < options.MinRetention)
            broken.Add(AdvisorLimit.Retention);
        if (measured.Cost.LatencyP50 > options.MaxLatency)
            broken.Add(AdvisorLimit.Latency);
        if (measured.Cost.FileBytes > options.MaxMemory)
            broken.Add(AdvisorLimit.Memory);
        return [.. broken];
    }
}
