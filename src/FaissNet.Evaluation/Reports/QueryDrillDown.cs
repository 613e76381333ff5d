namespace FaissNet.Evaluation;

/// <summary>Which queries got worse with a technique, and what they find now.</summary>
internal static class QueryDrillDown
{
    private const int MostQueries = 12;

    public static void Write(HtmlWriter html, RetrievalReport report)
    {
        for (int i = 0; i < report.Results.Count; i++)
            Write(html, report, report.Results[i], i + 1);
    }

    /// <summary>Queries whose first relevant result moved down, those that lost most first.</summary>
    internal static int[] Worse(RetrievalReport report, RetrievalResult result) =>
    [
        .. Enumerable.Range(0, result.Scores.Count)
            .Where(i => Loss(report, result, i) > 0)
            .OrderByDescending(i => Loss(report, result, i)),
    ];

    private static double Loss(RetrievalReport report, RetrievalResult result, int index)
        => Reciprocal(report.FloatScores.FirstHit(index)) - Reciprocal(result.Scores.FirstHit(index));

    private static double Reciprocal(int rank) => rank == 0 ? 0 : 1.0 / rank;

    private static void Write(HtmlWriter html, RetrievalReport report, RetrievalResult result, int number)
    {
        int[] worse = Worse(report, result);
        int better = Enumerable.Range(0, result.Scores.Count).Count(i => Loss(report, result, i) < 0);
        html.Raw("<details><summary>").Element("b", $"{number}. {result.Name}").Text(" ");
        html.Element("span", $"{NumberText.Count(worse.Length)} worse", ("class", "worse")).Text(" ");
        html.Element("span", $"{NumberText.Count(better)} better", ("class", "better")).Text(" ");
        html.Text($"{NumberText.Count(result.Scores.Count - worse.Length - better)} the same").Raw("</summary>\n");
        if (worse.Length == 0)
        {
            html.Element("p", "No query finds its first relevant result later than with exact float search.").Close("details");
            return;
        }
        html.Raw("<div class=\"scroll\"><table><thead><tr>");
        foreach (string header in (string[])["Query", "First relevant result", "Found first now", "Found first by float search"])
            html.Element("th", header, ("scope", "col"), ("class", "text"));
        html.Raw("</tr></thead>\n<tbody>\n");
        foreach (int index in worse.Take(MostQueries))
        {
            int query = result.Scores.Queries[index];
            html.Open("tr").Element("th", report.QueryName(query), ("scope", "row"), ("class", "text"));
            html.Element("td", $"{Rank(report.FloatScores.FirstHit(index))} → {Rank(result.Scores.FirstHit(index))}", ("class", "text rank"));
            html.Element("td", report.ResultName(result.Ids.Span[query * RetrievalMetrics.Depth]), ("class", "text"));
            html.Element("td", report.ResultName(report.FloatIds.Span[query * RetrievalMetrics.Depth]), ("class", "text")).Close("tr");
        }
        html.Raw("</tbody></table></div>");
        if (worse.Length > MostQueries)
            html.Element("p", $"The {MostQueries} that lost most of {NumberText.Count(worse.Length)}.", ("class", "note"));
        html.Close("details");
    }

    private static string Rank(int rank) => rank == 0 ? "beyond 10" : $"rank {rank}";
}
