using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary>The demo's table: a row for each technique, a column for each direction, within 80 columns.</summary>
internal static class DemoTable
{
    // What people call harmless, worth a thought, and a different product; as in the report.
    private const double Harmless = 0.98;
    private const double Noticeable = 0.9;

    private const int NumberWidth = 6;

    /// <param name="reports">The directions, each with a result for each of <see cref="DemoTechnique.All"/>.</param>
    public static Table Build(IReadOnlyList<RetrievalReport> reports)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("\nCode").NoWrap());
        table.AddColumn(new TableColumn("\nBytes").RightAligned().NoWrap());
        foreach (RetrievalReport report in reports)
            table.AddColumn(new TableColumn($"{report.Name}\n{Pair("R@1", "R@10")}").RightAligned().NoWrap());
        table.AddRow(
        [
            "float search", Format.Count(4L * reports[0].Dimension),
            .. reports.Select(report => Pair(Format.Metric(report.FloatMetrics.R1), Format.Metric(report.FloatMetrics.R10))),
        ]);
        AddGroup(table, reports, "kept by codes as they are", isModalityAware: false);
        AddGroup(table, reports, "kept, each side at its own mean", isModalityAware: true);
        return table;
    }

    private static void AddGroup(Table table, IReadOnlyList<RetrievalReport> reports, string heading, bool isModalityAware)
    {
        table.AddRow($"[bold]{heading}[/]");
        for (int i = 0; i < DemoTechnique.All.Count; i++)
        {
            DemoTechnique technique = DemoTechnique.All[i];
            if (technique.IsModalityAware != isModalityAware)
                continue;
            string[] kept = [.. reports.Select(report => Pair(Kept(report.Results[i].KeptR1), Kept(report.Results[i].KeptR10)))];
            table.AddRow([$"  {Markup.Escape(technique.Label)}", Format.Count(reports[0].Results[i].BytesPerVector), .. kept]);
        }
    }

    private static string Pair(string first, string second) => $"{first,NumberWidth}  {second,NumberWidth}";

    private static string Kept(double share)
    {
        string colour = share >= Harmless ? "green" : share >= Noticeable ? "yellow" : "red";
        return $"[{colour}]{Format.Share(share),NumberWidth}[/]";
    }
}
