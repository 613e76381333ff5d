using System.Text.Json.Nodes;

namespace FaissNet.Evaluation.Tests;

/// <summary>Looks at the report in a browser. Without one these tests are visibly skipped on a desk and fail in CI.</summary>
public sealed class HtmlReportBrowserTests : IDisposable
{
    // Plots that can be seen, and of each what is in it. A circle counts where it lies inside of its plot.
    private const string LookAtPlots = """
        [...document.querySelectorAll('svg.plot')].filter(plot => plot.checkVisibility()).map(plot => {
            const box = plot.getBoundingClientRect();
            const inside = [...plot.querySelectorAll('circle')].filter(circle => {
                const c = circle.getBoundingClientRect();
                return c.width > 4 && c.left >= box.left && c.right <= box.right && c.top >= box.top && c.bottom <= box.bottom;
            });
            return { title: plot.querySelector('title').textContent, width: box.width, height: box.height, points: inside.length,
                ticks: [...plot.querySelectorAll('.tick')].map(tick => tick.textContent) };
        })
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Report_InChromium_ShowsItsPlotsWithoutComplaint()
    {
        await using Chromium browser = await Start();
        HtmlReport.Write(_folder["report.html"], Reports.Hostile, Reports.Measure("first"), Reports.Measure("second", withCaptions: false));
        await browser.Open(new Uri(_folder["report.html"]).AbsoluteUri);
        // Two Pareto plots and the spectrum of each of the two directions.
        JsonArray plots = (await browser.Evaluate(LookAtPlots)).AsArray();
        string[] titles = ["R@1 kept against bytes", "R@1 kept against speed", "How the variance is spread over directions"];
        Assert.Equal([.. titles, .. titles], plots.Select(plot => (string?)plot!["title"]));
        foreach (JsonNode? plot in plots)
        {
            Assert.InRange((double)plot!["width"]!, 400, 1300);
            Assert.InRange((double)plot["height"]!, 200, 900);
            Assert.True(plot["ticks"]!.AsArray().Count >= 5);
            int expected = ((string)plot["title"]!).StartsWith("R@1", StringComparison.Ordinal) ? Reports.Techniques.Length : 0;
            Assert.Equal(expected, (int)plot["points"]!);
        }
        Assert.Equal(2 * (Reports.Techniques.Length + 1), (int)await browser.Evaluate("document.querySelectorAll('td.kept').length / 2 + 2"));
        Assert.Equal(2 * Reports.Techniques.Length, (int)await browser.Evaluate("document.querySelectorAll('details').length"));
        // Wide tables scroll by themselves; the page does not.
        Assert.True((bool)await browser.Evaluate("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Equal(Reports.Hostile, (string?)await browser.Evaluate("document.querySelector('h1').textContent"));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Report_ChoicesPointingAndDarkness_ChangeWhatIsSeen()
    {
        await using Chromium browser = await Start();
        HtmlReport.Write(_folder["report.html"], "report", Reports.Measure());
        await browser.Open(new Uri(_folder["report.html"]).AbsoluteUri);
        await browser.Evaluate("document.querySelector('label[for$=ndcg]').click()");
        JsonArray plots = (await browser.Evaluate(LookAtPlots)).AsArray();
        Assert.Equal("nDCG@10 kept against bytes", (string?)plots[0]!["title"]);
        const string Tip = "getComputedStyle(document.querySelector('.of-ndcg .t3')).opacity";
        Assert.Equal("0", (string?)await browser.Evaluate(Tip));
        // A window that nobody looks at has no focus to give.
        await browser.Call("Emulation.setFocusEmulationEnabled", new JsonObject { ["enabled"] = true });
        await browser.Evaluate("document.querySelector('.of-ndcg .p3').focus()");
        await browser.Evaluate("Promise.all(document.getAnimations().map(animation => animation.finished)).then(() => 1)");
        Assert.Equal("1", (string?)await browser.Evaluate(Tip));
        const string Page = "getComputedStyle(document.body).backgroundColor";
        await Prefer(browser, "light");
        Assert.Equal("rgb(246, 247, 249)", (string?)await browser.Evaluate(Page));
        await Prefer(browser, "dark");
        Assert.Equal("rgb(18, 22, 28)", (string?)await browser.Evaluate(Page));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Chromium_PageWithFaults_Complains()
    {
        await using Chromium browser = await Start();
        File.WriteAllText(_folder["bad.html"], "<!DOCTYPE html><title>x</title><link rel=icon href='data:,'><script>console.error('one')</script><script>two()</script><img src='three.png'>");
        await browser.Open(new Uri(_folder["bad.html"]).AbsoluteUri);
        await browser.Evaluate("1");
        Assert.Contains(browser.Complaints, complaint => complaint.Contains("one", StringComparison.Ordinal));
        Assert.Contains(browser.Complaints, complaint => complaint.Contains("two is not defined", StringComparison.Ordinal));
        Assert.Contains(browser.Complaints, complaint => complaint.Contains("ERR_FILE_NOT_FOUND", StringComparison.Ordinal));
    }

    private static async Task Prefer(Chromium browser, string scheme) => await browser.Call(
        "Emulation.setEmulatedMedia",
        new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });

    private static async Task<Chromium> Start()
    {
        string? path = Chromium.Find();
        bool isCi = Environment.GetEnvironmentVariable("CI") == "true";
        Assert.SkipWhen(path is null && !isCi, "No Chromium is on the path, so the report is not looked at; on Debian: apt-get install chromium.");
        Assert.True(path is not null, "No Chromium is on the path, and CI must look at the report.");
        return await Chromium.Start(path);
    }
}
