namespace FaissNet.Evaluation;

/// <summary>All that was measured of all techniques, with intervals as numbers and as pictures.</summary>
internal static class ResultTable
{
    // What people call harmless, worth a thought, and a different product.
    private const double Harmless = 0.98;
    private const double Noticeable = 0.9;

    private const string WhatKept =
        "Share of exact float search's value that is kept, with the 95 % interval of a paired bootstrap over queries";

    private static readonly (string Header, string Explanation)[] s_columns =
    [
        ("Bytes", "Bytes per stored vector"),
        ("Kept R@1", WhatKept),
        ("Kept R@10", WhatKept),
        ("Queries/s", "All queries as one batch"),
        ("ms, p50", "One query alone on one thread: the median"),
        ("R@1", "Share of queries whose first result is relevant"),
        ("R@10", "Share of queries with a relevant result among the first ten"),
        ("nDCG@10", "Normalised discounted cumulative gain"),
        ("MRR@10", "Mean reciprocal rank of the first relevant result"),
        ("mAP@10", "Mean average precision"),
        ("Neighbours", "Share of the ten results of exact float search that are found"),
        ("Probing loss", "R@1 that is lost by not looking at all codes; what else is missing is lost by the code"),
        ("Rank corr.", "Spearman's correlation of returned and exact scores"),
        ("Score error", "Returned minus exact score: 5th and 95th percentile"),
        ("ms, p99", "One query alone on one thread: the 99th percentile"),
        ("File", "The whole index as a file"),
        ("Peak memory", "How far the process's memory rose while the index was built"),
        ("Train s", "Seconds of training"),
        ("Add s", "Seconds of adding all vectors"),
    ];

    public static void Write(HtmlWriter html, RetrievalReport report)
    {
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "All measurements"));
        html.Open("table").Element("caption", "All measurements. Kept: against exact float search over the same queries.");
        html.Raw("<thead><tr>").Element("th", "#", ("scope", "col")).Element("th", "Technique", ("scope", "col"), ("class", "text"));
        foreach ((string header, string explanation) in s_columns)
            html.Element("th", header, ("scope", "col"), ("title", explanation));
        html.Raw("</tr></thead>\n<tbody>\n");
        WriteFloat(html, report);
        for (int i = 0; i < report.Results.Count; i++)
            WriteRow(html, report.Results[i], i + 1);
        html.Raw("</tbody>").Close("table").Close("div");
    }

    private static void WriteFloat(HtmlWriter html, RetrievalReport report)
    {
        html.Open("tr", ("class", "float")).Element("td", "").Element("th", "float, exact", ("scope", "row"), ("class", "text"));
        RetrievalMetrics metrics = report.FloatMetrics;
        Cells(html, [NumberText.Count(4.0 * report.Dimension), "100 %", "100 %", "", "", .. Metrics(metrics), "100.0 %"]);
        for (int i = 11; i < s_columns.Length; i++)
            html.Element("td", "");
        html.Close("tr");
    }

    private static void WriteRow(HtmlWriter html, RetrievalResult result, int number)
    {
        html.Open("tr").Element("td", $"{number}").Element("th", result.Name, ("scope", "row"), ("class", "text"));
        Cells(html, [NumberText.Count(result.BytesPerVector)]);
        WriteKept(html, result.KeptR1Interval);
        WriteKept(html, result.KeptR10Interval);
        RetrievalCost cost = result.Cost;
        Cells(
            html,
            [
                NumberText.Count(cost.QueriesPerSecond), NumberText.Number(cost.LatencyP50),
                .. Metrics(result.Metrics), NumberText.Percent(result.NeighbourRecall10),
                result.ProbingLossR1 == 0 ? "0" : NumberText.Metric(result.ProbingLossR1),
                double.IsNaN(result.Fidelity.RankCorrelation) ? "–" : NumberText.Metric(result.Fidelity.RankCorrelation),
                result.Fidelity.Error is { } error ? $"{NumberText.Number(error.P05)} … {NumberText.Number(error.P95)}" : "–",
                NumberText.Number(cost.LatencyP99), cost.FileBytes is { } bytes ? NumberText.Bytes(bytes) : "–", NumberText.Bytes(cost.PeakBytes),
                NumberText.Number(cost.TrainSeconds), NumberText.Number(cost.AddSeconds),
            ]);
        html.Close("tr");
    }

    private static string[] Metrics(RetrievalMetrics metrics) =>
    [
        NumberText.Metric(metrics.R1), NumberText.Metric(metrics.R10), NumberText.Metric(metrics.Ndcg10),
        NumberText.Metric(metrics.Mrr10), NumberText.Metric(metrics.Map10),
    ];

    private static void Cells(HtmlWriter html, string[] texts)
    {
        foreach (string text in texts)
            html.Element("td", text);
    }

    /// <summary>The number, its interval, and a bar from half to all with the interval on it.</summary>
    private static void WriteKept(HtmlWriter html, ConfidenceInterval kept)
    {
        string level = kept.Value >= Harmless ? "good" : kept.Value >= Noticeable ? "fair" : "poor";
        html.Open("td", ("class", $"kept {level}")).Element("b", NumberText.Percent(kept.Value));
        html.Element("span", $"{NumberText.Percent(kept.Low)} – {NumberText.Percent(kept.High)}");
        html.Raw("<svg viewBox=\"0 0 100 8\" aria-hidden=\"true\" preserveAspectRatio=\"none\">");
        html.Raw($"<rect class=\"rail\" width=\"100\" height=\"8\"/><rect class=\"bar\" width=\"{X(kept.Value)}\" height=\"8\"/>");
        html.Raw($"<line x1=\"{X(kept.Low)}\" x2=\"{X(kept.High)}\" y1=\"4\" y2=\"4\"/></svg>").Close("td");

        static string X(double value) => NumberText.Plain(Math.Round(100 * Math.Clamp((value - 0.5) / 0.6, 0, 1), 1));
    }
}
