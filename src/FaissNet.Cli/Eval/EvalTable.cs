using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary>What <c>faissnet eval</c> prints for people.</summary>
internal static class EvalTable
{
    private static readonly string[] s_columns =
    [
        "Bytes", "R@1", "R@5", "R@10", "MRR@10", "nDCG@10", "mAP@10",
        "Kept R@1", "Kept R@10", "Neighbours", "Queries/s", "Train s", "Add s",
    ];

    /// <param name="terminal">Where to print.</param>
    /// <param name="reports">One for each direction.</param>
    /// <param name="files">Files that were written, <c>null</c> for those that were not.</param>
    public static void Write(Terminal terminal, IReadOnlyList<RetrievalReport> reports, string?[] files)
    {
        foreach (RetrievalReport report in reports)
        {
            RetrievalMetrics exact = report.FloatMetrics;
            if (reports.Count > 1)
                terminal.Console.WriteLine(report.Name);
            terminal.Console.WriteLine(
                $"{Format.Count(exact.QueryCount)} queries over {Format.Count(report.BaseCount)} vectors, d = {report.Dimension}, {Format.Name(report.Metric)}."
                + (report.QueryNumbers is null ? "" : " The other queries are for what learns from queries."));
            terminal.Console.Write(Full(report));
            terminal.Console.WriteLine(report.IsJudged
                ? "Kept: against exact float search. Neighbours: share of its ten results found."
                : "Relevant is each query's exact nearest neighbour. Kept: against exact float search. Neighbours: share of the ten exact ones found.");
        }
        foreach (string file in files.OfType<string>())
            terminal.Console.WriteLine($"Wrote {file}.");
    }

    /// <summary>The columns that fit beside each other on any terminal.</summary>
    public static Table Short(RetrievalReport report)
    {
        Table table = Empty(["Bytes", "R@1", "R@10", "Kept R@1", "Kept R@10", "Queries/s"]);
        foreach (RetrievalResult result in report.Results)
        {
            table.AddRow(
                Markup.Escape(result.Name), Format.Count(result.BytesPerVector), Format.Metric(result.Metrics.R1), Format.Metric(result.Metrics.R10),
                Format.Share(result.KeptR1), Format.Share(result.KeptR10), Format.Count(result.Cost.QueriesPerSecond));
        }
        return table;
    }

    private static Table Full(RetrievalReport report)
    {
        Table table = Empty(s_columns);
        table.AddRow(["float", Format.Count(4L * report.Dimension), .. Metrics(report.FloatMetrics)]);
        foreach (RetrievalResult result in report.Results)
        {
            table.AddRow(
            [
                Markup.Escape(result.Name), Format.Count(result.BytesPerVector), .. Metrics(result.Metrics),
                Format.Share(result.KeptR1), Format.Share(result.KeptR10), Format.Share(result.NeighbourRecall10),
                Format.Count(result.Cost.QueriesPerSecond), Format.Seconds(result.Cost.TrainSeconds), Format.Seconds(result.Cost.AddSeconds),
            ]);
        }
        return table;
    }

    private static Table Empty(string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("Index");
        foreach (string column in columns)
            table.AddColumn(new TableColumn(column).RightAligned());
        return table;
    }

    private static string[] Metrics(RetrievalMetrics metrics) =>
    [
        Format.Metric(metrics.R1), Format.Metric(metrics.R5), Format.Metric(metrics.R10),
        Format.Metric(metrics.Mrr10), Format.Metric(metrics.Ndcg10), Format.Metric(metrics.Map10),
    ];
}
