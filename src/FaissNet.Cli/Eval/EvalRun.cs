using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary>Measures all techniques in all directions while somebody may be watching.</summary>
internal static class EvalRun
{
    public static List<RetrievalReport> Run(
        Terminal terminal,
        IReadOnlyList<EvalDirection> directions,
        IReadOnlyList<EvalTechnique> techniques,
        EvaluationOptions options,
        bool measureGeometry)
    {
        var reports = new List<RetrievalReport>();
        foreach (EvalDirection direction in directions)
            reports.Add(LiveTable.Run(terminal, view => Measure(direction, techniques, options, measureGeometry, view)));
        return reports;
    }

    private static RetrievalReport Measure(
        EvalDirection direction, IReadOnlyList<EvalTechnique> techniques, EvaluationOptions options, bool measureGeometry, LiveTable? view)
    {
        options = options with { Progress = view };
        RetrievalDataSet dataSet = direction.DataSet;
        var evaluator = new RetrievalEvaluator(dataSet, options);
        var results = new List<RetrievalResult>();
        RetrievalReport report = RetrievalReport.Create(direction.Name, dataSet, evaluator, results) with
        {
            BaseCaptions = direction.BaseCaptions,
            QueryCaptions = direction.QueryCaptions,
            Geometry = measureGeometry ? DataGeometry.Measure(dataSet.Base, dataSet.Queries, options) : null,
        };
        for (int i = 0; i < techniques.Count; i++)
        {
            view?.Show(report, $"{i + 1} of {techniques.Count}: {techniques[i].Name}");
            using IRetriever retriever = techniques[i].Create(dataSet);
            results.Add(evaluator.Evaluate(retriever));
        }
        return report;
    }
}
