namespace FaissNet.Evaluation;

/// <summary>
/// What each technique keeps against what it costs, as inline SVG: intervals, the front of those that no other beats, names where there is
/// room, and all numbers on pointing or on reaching a point by keyboard.
/// </summary>
internal sealed class ParetoPlot
{
    private const int Width = 600;
    private const int Height = 380;
    private const int Left = 62;
    private const int Right = 18;
    private const int Top = 14;
    private const int Bottom = 54;
    private const int Radius = 9;

    private readonly PlotPoint[] _points;
    private readonly PlotPoint[] _front;
    private readonly PlotScale _x;
    private readonly PlotScale _y;

    public ParetoPlot(IReadOnlyList<PlotPoint> points, bool smallerIsBetter)
    {
        _points = [.. points];
        SmallerIsBetter = smallerIsBetter;
        _front = PlotPoint.Front(points, smallerIsBetter);
        _x = PlotScale.Logarithmic(points.Min(point => point.X), points.Max(point => point.X), Left, Width - Left - Right, smallerIsBetter);
        double low = points.Min(point => Math.Min(point.Y.Low, point.Y.Value)), high = points.Max(point => Math.Max(point.Y.High, point.Y.Value));
        _y = PlotScale.Linear(Math.Min(low, 0.98), Math.Max(high, 1.005), Height - Bottom, Top + Bottom - Height);
    }

    public bool SmallerIsBetter { get; }

    /// <summary>Unique in the page: names of titles hang on it.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string XLabel { get; init; }

    public required string YLabel { get; init; }

    /// <summary>How a value along the x axis reads, with its unit.</summary>
    public required Func<double, string> XText { get; init; }

    public void Write(HtmlWriter html)
    {
        string front = string.Join(", ", _front.Select(point => point.Name));
        html.Open("svg", ("class", "plot"), ("viewBox", $"0 0 {Width} {Height}"), ("role", "group"), ("aria-labelledby", $"{Id}-t {Id}-d"));
        html.Element("title", Title, ("id", $"{Id}-t"));
        html.Element("desc", $"{YLabel} against {XLabel}. Not beaten by any other: {front}. The table below has all numbers.", ("id", $"{Id}-d"));
        WriteAxes(html);
        WriteFront(html);
        WriteLabels(html);
        html.Open("g");
        foreach (PlotPoint point in _points.OrderBy(IsOnFront))
            WritePoint(html, point);
        foreach (PlotPoint point in _points)
            WriteTip(html, point);
        html.Close("g").Close("svg");
    }

    private static string N(double value) => NumberText.Plain(Math.Round(value, 1));

    private bool IsOnFront(PlotPoint point) => Array.IndexOf(_front, point) >= 0;

    private void WriteAxes(HtmlWriter html)
    {
        int bottom = Height - Bottom;
        foreach (double tick in _y.Ticks)
        {
            string y = N(_y[tick]);
            html.Raw($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y}\" y2=\"{y}\"/>");
            html.Raw($"<text class=\"tick\" x=\"{Left - 8}\" y=\"{N(_y[tick] + 4)}\" text-anchor=\"end\">{NumberText.Tick(100 * tick)} %</text>\n");
        }
        foreach (double tick in _x.Ticks)
        {
            string x = N(_x[tick]);
            html.Raw($"<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"{Top}\" y2=\"{bottom}\"/>");
            html.Raw($"<text class=\"tick\" x=\"{x}\" y=\"{bottom + 18}\" text-anchor=\"middle\">{NumberText.Tick(tick)}</text>\n");
        }
        string whole = N(_y[1]);
        html.Raw($"<line class=\"whole\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{whole}\" y2=\"{whole}\"/>");
        html.Raw($"<text class=\"axis\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\">{HtmlWriter.Escape(XLabel)}</text>");
        html.Raw($"<text class=\"axis\" transform=\"translate(15 {(Top + bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{HtmlWriter.Escape(YLabel)}</text>\n");
    }

    private void WriteFront(HtmlWriter html)
    {
        string points = string.Join(" ", _front.Select(point => $"{N(_x[point.X])},{N(_y[point.Y.Value])}"));
        html.Raw($"<polyline class=\"front\" points=\"{points}\"/>\n");
    }

    private void WriteLabels(HtmlWriter html)
    {
        var labels = new PlotLabels(Left, Top, Width - Right, Height - Bottom);
        foreach (PlotPoint point in _points)
            labels.Block(_x[point.X], _y[point.Y.Value], Radius + 1);
        foreach (PlotPoint point in _front.Concat(_points.Except(_front)))
        {
            if (labels.Place(point.Name, _x[point.X], _y[point.Y.Value], Radius + 4) is { } place)
            {
                html.Raw($"<text class=\"{(IsOnFront(point) ? "name best" : "name")}\" x=\"{N(place.X)}\" y=\"{N(place.Y)}\" text-anchor=\"{place.Anchor}\">");
                html.Text(point.Name).Raw("</text>\n");
            }
        }
    }

    private void WritePoint(HtmlWriter html, PlotPoint point)
    {
        string x = N(_x[point.X]), y = N(_y[point.Y.Value]);
        html.Open(
            "g", ("class", $"point p{point.Number}{(IsOnFront(point) ? " best" : "")}"), ("tabindex", "0"), ("role", "img"),
            ("aria-label", $"{point.Name}: {string.Join(", ", Lines(point))}"));
        html.Raw($"<line class=\"interval\" x1=\"{x}\" x2=\"{x}\" y1=\"{N(_y[point.Y.Low])}\" y2=\"{N(_y[point.Y.High])}\"/>");
        html.Raw($"<circle cx=\"{x}\" cy=\"{y}\" r=\"{Radius}\"/>");
        html.Raw($"<text x=\"{x}\" y=\"{N(_y[point.Y.Value] + 3.5)}\" text-anchor=\"middle\">{point.Number}</text>").Close("g");
    }

    private void WriteTip(HtmlWriter html, PlotPoint point)
    {
        string[] lines = [point.Name, .. Lines(point)];
        double width = 20 + lines.Max(line => PlotLabels.WidthOf(line)), height = 12 + 17 * lines.Length;
        double x = Math.Clamp(_x[point.X] + 14, Left, Width - width - 2), y = Math.Clamp(_y[point.Y.Value] - height - 10, 2, Height - height - 2);
        html.Raw($"<g class=\"tip t{point.Number}\" aria-hidden=\"true\"><rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" rx=\"6\"/>");
        for (int i = 0; i < lines.Length; i++)
            html.Raw($"<text x=\"{N(x + 10)}\" y=\"{N(y + 20 + 17 * i)}\"{(i == 0 ? " class=\"best\"" : "")}>").Text(lines[i]).Raw("</text>");
        html.Close("g");
    }

    private string[] Lines(PlotPoint point) =>
    [
        $"keeps {NumberText.Percent(point.Y.Value)} (95 % interval {NumberText.Percent(point.Y.Low)} to {NumberText.Percent(point.Y.High)})",
        XText(point.X),
    ];
}
