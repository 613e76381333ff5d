using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary>The demo's table: one header, one part per direction, within 80 columns.</summary>
internal sealed class DemoTable
{
    // What people call harmless, worth a thought, and a different product.
    private const double Harmless = 0.98;
    private const double Noticeable = 0.85;

    private readonly Table _table = new() { Border = TableBorder.Simple };

    public DemoTable()
    {
        _table.AddColumn(new TableColumn("Technique").NoWrap().Padding(0, 1));
        foreach (string header in (string[])["Bytes", "R@1", "R@5", "R@10", "Kept@1", "Kept@10", "Queries/s"])
            _table.AddColumn(new TableColumn(header).RightAligned().NoWrap().Padding(0, 1));
    }

    public void AddDirection(string direction, IEnumerable<RetrievalResult> results)
    {
        _table.AddRow($"[bold]{direction}[/]");
        foreach (RetrievalResult result in results)
        {
            _table.AddRow(
                Markup.Escape(result.Name), Format.Count(result.BytesPerVector),
                Format.Metric(result.Metrics.R1), Format.Metric(result.Metrics.R5), Format.Metric(result.Metrics.R10),
                Kept(result.KeptR1), Kept(result.KeptR10), Format.Count(result.Cost.QueriesPerSecond));
        }
    }

    public Table Build() => _table;

    private static string Kept(double share)
    {
        string colour = share >= Harmless ? "green" : share >= Noticeable ? "yellow" : "red";
        return $"[{colour}]{Format.Share(share)}[/]";
    }
}
