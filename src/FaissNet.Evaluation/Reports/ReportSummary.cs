namespace FaissNet.Evaluation;

/// <summary>The answer at a glance: the smallest code that keeps nearly all of the quality, most of it, and much.</summary>
internal static class ReportSummary
{
    private static readonly double[] s_levels = [0.99, 0.95, 0.90];

    public static void Write(HtmlWriter html, RetrievalReport report)
    {
        html.Open("div", ("class", "cards"));
        html.Open("div", ("class", "card"));
        html.Element("p", "exact float search", ("class", "label"));
        html.Element("p", $"R@1 {NumberText.Percent(report.FloatMetrics.R1)}", ("class", "figure"));
        html.Element(
            "p",
            $"R@10 {NumberText.Percent(report.FloatMetrics.R10)}, nDCG@10 {NumberText.Percent(report.FloatMetrics.Ndcg10)}, {NumberText.Count(4.0 * report.Dimension)} bytes a vector");
        html.Close("div");
        RetrievalResult? last = null;
        foreach (double kept in s_levels)
        {
            RetrievalResult? best = Smallest(report, kept);
            // Where a code that keeps more is as small, a second card would say nothing.
            if (best is not null && best == last)
                continue;
            WriteCard(html, report, kept, best);
            last = best;
        }
        html.Close("div");
    }

    // By the lower end of the interval, so that luck with the queries does not decide.
    private static RetrievalResult? Smallest(RetrievalReport report, double kept) => report.Results
        .Where(result => result.KeptR10Interval.Low >= kept && result.KeptR1Interval.Low >= kept)
        .OrderBy(result => result.BytesPerVector)
        .ThenByDescending(result => result.KeptR1)
        .FirstOrDefault();

    private static void WriteCard(HtmlWriter html, RetrievalReport report, double kept, RetrievalResult? smallest)
    {
        html.Open("div", ("class", "card"));
        html.Element("p", $"smallest that keeps {NumberText.Share(kept)}", ("class", "label"));
        if (smallest is { } best)
        {
            // Factory strings have no spaces to break at.
            html.Open("p", ("class", "figure")).Raw(HtmlWriter.Escape(best.Name).Replace(",", ",<wbr>", StringComparison.Ordinal)).Close("p");
            html.Element(
                "p",
                $"{NumberText.Count(best.BytesPerVector)} bytes a vector, {NumberText.Tick(Math.Round(4.0 * report.Dimension / best.BytesPerVector, 1))}× smaller; "
                + $"R@1 kept {NumberText.Percent(best.KeptR1)}, R@10 kept {NumberText.Percent(best.KeptR10)}");
        }
        else
        {
            html.Element("p", "none of these", ("class", "figure none"));
            html.Element("p", "No technique that was measured keeps that much of both R@1 and R@10 with certainty.");
        }
        html.Close("div");
    }
}
