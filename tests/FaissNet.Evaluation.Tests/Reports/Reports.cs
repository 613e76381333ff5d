namespace FaissNet.Evaluation.Tests;

/// <summary>Evaluations to report, measured on small random data.</summary>
internal static class Reports
{
    public const int Dimension = 16;

    /// <summary>Texts that would do harm in a page that did not escape them.</summary>
    public const string Hostile = "<script>console.error('caption')</script>\"'&amp;{{body}}";

    public static readonly string[] Techniques = ["Flat", "SQ8", "SQ4", "PQ8x4np", "PQ2x4np"];

    public static RetrievalReport Measure(string name = "texts → images", bool withCaptions = true)
    {
        VectorSource stored = VectorSource.FromArray(TestVectors.Random(400, Dimension, seed: 1), Dimension);
        VectorSource queries = VectorSource.FromArray(TestVectors.Random(80, Dimension, seed: 2), Dimension);
        var dataSet = new RetrievalDataSet(stored, queries, Metric.L2);
        var evaluator = new RetrievalEvaluator(dataSet, new EvaluationOptions { MinimumSearchTime = TimeSpan.Zero });
        var results = new List<RetrievalResult>();
        foreach (string technique in Techniques)
        {
            using var retriever = new IndexRetriever(VectorIndex.Create(Dimension, technique, Metric.L2), technique);
            results.Add(evaluator.Evaluate(retriever));
        }
        return RetrievalReport.Create(name, dataSet, evaluator, results) with
        {
            Geometry = DataGeometry.Measure(stored, queries),
            QueryCaptions = withCaptions ? [.. Enumerable.Range(0, 80).Select(i => $"asked {i} {Hostile}")] : null,
            BaseCaptions = withCaptions ? [.. Enumerable.Range(0, 400).Select(i => $"stored {i} {Hostile}")] : null,
        };
    }
}
