using System.Globalization;
using System.Text;

namespace FaissNet.Evaluation;

/// <summary>
/// Writes what was measured as one HTML page that needs nothing else: quality against bytes and against speed, all numbers with their
/// intervals, the queries that got worse, and how the data lie. It has no script and loads nothing.
/// </summary>
public static class HtmlReport
{
    private static readonly (string Key, string Name, Func<RetrievalResult, ConfidenceInterval> Kept)[] s_qualities =
    [
        ("r1", "R@1", result => result.KeptR1Interval),
        ("r10", "R@10", result => result.KeptR10Interval),
        ("ndcg", "nDCG@10", result => result.KeptNdcg10Interval),
    ];

    /// <summary>Writes the page to a file, which appears whole or not at all.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="title">What the page is called.</param>
    /// <param name="reports">One or more evaluations, e.g. the two directions of a pair of modalities.</param>
    /// <exception cref="ArgumentException">There is no evaluation, or one without results.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, string title, params IReadOnlyList<RetrievalReport> reports)
        => AtomicFile.Write(path, Encoding.UTF8.GetBytes(Render(title, reports)));

    /// <summary>The page as text.</summary>
    /// <inheritdoc cref="Write"/>
    public static string Render(string title, params IReadOnlyList<RetrievalReport> reports)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(reports);
        if (reports.Count == 0 || reports.Any(report => report.Results.Count == 0))
            throw new ArgumentException("There are no results to report.", nameof(reports));
        var body = new HtmlWriter();
        if (reports.Count > 1)
            WriteContents(body, reports);
        for (int i = 0; i < reports.Count; i++)
            WriteReport(body, reports[i], $"d{i + 1}");
        // Only the page's own places are filled: a placeholder in a caption stays what it is.
        string[] parts = Resource("report.html").Split("{{", StringSplitOptions.None);
        var page = new StringBuilder(parts[0]);
        foreach (string part in parts.Skip(1))
        {
            int end = part.IndexOf("}}", StringComparison.Ordinal);
            page.Append(part[..end] switch
            {
                "title" => HtmlWriter.Escape(title),
                "style" => Resource("report.css") + TipRules(reports.Max(report => report.Results.Count)),
                "version" => HtmlWriter.Escape(Version()),
                "date" => DateTime.Now.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture),
                _ => body.ToString(),
            });
            page.Append(part, end + 2, part.Length - end - 2);
        }
        return page.ToString();
    }

    private static void WriteContents(HtmlWriter html, IReadOnlyList<RetrievalReport> reports)
    {
        html.Open("nav", ("aria-label", "Directions"));
        for (int i = 0; i < reports.Count; i++)
            html.Element("a", reports[i].Name, ("href", $"#d{i + 1}"));
        html.Close("nav");
    }

    private static void WriteReport(HtmlWriter html, RetrievalReport report, string id)
    {
        html.Open("section", ("id", id), ("aria-labelledby", $"{id}-name"));
        html.Element("h2", report.Name, ("id", $"{id}-name"));
        html.Element(
            "p",
            $"{NumberText.Count(report.FloatMetrics.QueryCount)} queries over {NumberText.Count(report.BaseCount)} stored vectors of {NumberText.Count(report.Dimension)} dimensions, "
            + $"{(report.Metric == Metric.L2 ? "Euclidean distance" : "inner product")}. "
            + (report.IsJudged ? "Relevance was given." : "Relevant is each query's exact nearest neighbour.")
            + (report.QueryNumbers is null ? "" : " Other queries of the same kind were held out for what learns from queries."),
            ("class", "lead"));
        ReportSummary.Write(html, report);
        WritePlots(html, report, id);
        html.Element("h3", "Every number");
        ResultTable.Write(html, report);
        html.Element("h3", "What got worse");
        html.Element("p", "For each technique the queries that find their first relevant result later than exact float search does.", ("class", "note"));
        QueryDrillDown.Write(html, report);
        if (report.Geometry is { } geometry)
        {
            html.Element("h3", "How the data lie, and what follows");
            GeometrySection.Write(html, geometry, report.Metric, id);
        }
        html.Close("section");
    }

    private static void WritePlots(HtmlWriter html, RetrievalReport report, string id)
    {
        html.Element("h3", "What each technique keeps, and what it costs");
        html.Open("div", ("class", "plots"));
        html.Raw("<span class=\"legend-text\" aria-hidden=\"true\"><i class=\"dot best\"></i>not beaten by any other <i class=\"dot\"></i>beaten <i class=\"bar\"></i>95 % interval <i class=\"dash\"></i>exact float search</span>\n");
        foreach ((string key, string name, _) in s_qualities)
        {
            html.Raw($"<input type=\"radio\" name=\"{id}-quality\" id=\"{id}-{key}\" class=\"show-{key}\"{(key == "r1" ? " checked" : "")}/>");
            html.Element("label", name, ("for", $"{id}-{key}"));
        }
        foreach ((string key, string name, Func<RetrievalResult, ConfidenceInterval> kept) in s_qualities)
        {
            html.Open("div", ("class", $"pair of-{key}"));
            WriteFigure(html, report, $"{id}-{key}-bytes", name, kept, smallerIsBetter: true);
            WriteFigure(html, report, $"{id}-{key}-speed", name, kept, smallerIsBetter: false);
            html.Close("div");
        }
        html.Close("div");
    }

    private static void WriteFigure(
        HtmlWriter html, RetrievalReport report, string id, string quality, Func<RetrievalResult, ConfidenceInterval> kept, bool smallerIsBetter)
    {
        PlotPoint[] points =
        [
            .. report.Results.Select((result, i) => new PlotPoint(
                i + 1, result.Name, smallerIsBetter ? result.BytesPerVector : result.Cost.QueriesPerSecond, kept(result))),
        ];
        string title = smallerIsBetter ? $"{quality} kept against bytes" : $"{quality} kept against speed";
        html.Open("figure").Element("figcaption", $"{title}: up and to the {(smallerIsBetter ? "left" : "right")} is better");
        new ParetoPlot(points, smallerIsBetter)
        {
            Id = id,
            Title = title,
            XLabel = smallerIsBetter ? "bytes per vector" : "queries per second, one batch of all queries",
            YLabel = $"share of float's {quality} kept",
            XText = x => smallerIsBetter ? $"{NumberText.Count(x)} bytes a vector" : $"{NumberText.Count(x)} queries per second",
        }.Write(html);
        html.Close("figure");
    }

    /// <summary>Tips lie above all points, so that they are siblings and not children; CSS then needs a rule for each number.</summary>
    private static string TipRules(int count)
        => string.Concat(Enumerable.Range(1, count).Select(i => $".p{i}:is(:hover, :focus) ~ .t{i} {{ opacity: 1; }}\n"));

    private static string Version()
    {
        string version = typeof(HtmlReport).Assembly.GetName().Version?.ToString(3) ?? "";
        return $"FaissNet {version} on {Environment.ProcessorCount} processors";
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream($"FaissNet.Evaluation.Reports.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
