using System.Text.RegularExpressions;

namespace FaissNet.Evaluation.Tests;

public sealed partial class HtmlReportTests
{
    [Fact]
    public void Render_Evaluation_NeedsNothingElse()
    {
        string page = HtmlReport.Render("report", Reports.Measure(withCaptions: false));
        Assert.StartsWith("<!DOCTYPE html>", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("http:", page);
        Assert.DoesNotContain("https:", page);
        Assert.DoesNotContain("@import", page);
        Assert.DoesNotMatch(@"\b(src|srcset)=", page);
        Assert.All(Links().Matches(page), link => Assert.Matches("^(#|data:,)", link.Groups[1].Value));
        Assert.DoesNotContain("{{", page);
    }

    [Fact]
    public void Render_HostileTexts_EscapesThem()
    {
        string page = HtmlReport.Render(Reports.Hostile, Reports.Measure(Reports.Hostile));
        Assert.DoesNotContain("<script", page);
        Assert.Contains("&lt;script&gt;console.error(&#39;caption&#39;)&lt;/script&gt;&quot;&#39;&amp;amp;{{body}}", page);
        Assert.Single(MainElement().Matches(page));
    }

    [Fact]
    public void Render_Evaluation_HasItsNumbers()
    {
        RetrievalReport report = Reports.Measure();
        string page = HtmlReport.Render("report", report);
        foreach (RetrievalResult result in report.Results)
        {
            Assert.Contains($"<td>{NumberText.Metric(result.Metrics.R1)}</td>", page);
            Assert.Contains($"<b>{NumberText.Percent(result.KeptR10)}</b><", page.Replace("\n", ""));
            Assert.Contains($"{NumberText.Percent(result.KeptR1Interval.Low)} – {NumberText.Percent(result.KeptR1Interval.High)}", page);
        }
        foreach (GeometryFinding finding in report.Geometry!.Explain(Metric.L2))
            Assert.Contains(HtmlWriter.Escape(finding.Meaning), page);
    }

    [Fact]
    public void Render_SameCodeSmallestAtSeveralLevels_HasOneCard()
    {
        RetrievalReport report = Reports.Measure();
        Assert.Equal(1, Cards(report with { Results = [report.Results[0]] }));
        // The last keeps too little for any level, and each says so.
        Assert.Equal(3, Cards(report with { Results = [report.Results[^1]] }));

        static int Cards(RetrievalReport report) => HtmlReport.Render("report", report).Split("smallest that keeps").Length - 1;
    }

    [Fact]
    public void Render_NoResults_Throws()
        => Assert.Throws<ArgumentException>(() => HtmlReport.Render("report", Reports.Measure() with { Results = [] }));

    [Fact]
    public void Worse_Technique_ListsQueriesThatFellByTheirLoss()
    {
        RetrievalReport report = Reports.Measure();
        Assert.Empty(QueryDrillDown.Worse(report, report.Results[0]));
        RetrievalResult coarse = report.Results[^1];
        int[] worse = QueryDrillDown.Worse(report, coarse);
        double[] losses = [.. worse.Select(i => 1.0 / report.FloatScores.FirstHit(i) - (coarse.Scores.FirstHit(i) == 0 ? 0 : 1.0 / coarse.Scores.FirstHit(i)))];
        Assert.Equal(losses.OrderDescending(), losses);
        // Float search always finds the nearest neighbour, so that whoever does not find it first has become worse.
        Assert.Equal(Enumerable.Range(0, 80).Count(i => coarse.Scores.FirstHit(i) != 1), worse.Length);
        Assert.NotEmpty(worse);
    }

    [GeneratedRegex("""href="([^"]*)""")]
    private static partial Regex Links();

    [GeneratedRegex("<main>")]
    private static partial Regex MainElement();
}
