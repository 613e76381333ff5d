namespace FaissNet.Evaluation;

/// <summary>Which share of the variance the first directions carry, of stored vectors and of queries, as inline SVG.</summary>
internal sealed class SpectrumPlot(DataGeometry geometry, string id)
{
    private const int Width = 600;
    private const int Height = 300;
    private const int Left = 62;
    private const int Right = 18;
    private const int Top = 14;
    private const int Bottom = 54;
    private const int MostPoints = 120;

    private readonly PlotScale _x = PlotScale.Linear(0, geometry.Stored.Spectrum.Length, Left, Width - Left - Right);
    private readonly PlotScale _y = PlotScale.Linear(0, 1, Height - Bottom, Top + Bottom - Height);

    public void Write(HtmlWriter html)
    {
        html.Open("svg", ("class", "plot"), ("viewBox", $"0 0 {Width} {Height}"), ("role", "img"), ("aria-labelledby", $"{id}-t {id}-d"));
        html.Element("title", "How the variance is spread over directions", ("id", $"{id}-t"));
        html.Element(
            "desc",
            $"Half of the variance of the stored vectors lies in {geometry.Stored.DirectionsFor(0.5)} directions, nine tenths in {geometry.Stored.DirectionsFor(0.9)}; "
            + $"of the queries in {geometry.Queries.DirectionsFor(0.5)} and {geometry.Queries.DirectionsFor(0.9)}.",
            ("id", $"{id}-d"));
        WriteAxes(html);
        WriteCurve(html, geometry.Stored, "stored");
        WriteCurve(html, geometry.Queries, "queries");
        int x = Width - Right - 170, y = Height - Bottom - 44;
        html.Raw($"<g class=\"legend\"><rect x=\"{x}\" y=\"{y}\" width=\"160\" height=\"38\" rx=\"6\"/>");
        html.Raw($"<line class=\"curve stored\" x1=\"{x + 10}\" x2=\"{x + 34}\" y1=\"{y + 13}\" y2=\"{y + 13}\"/><text x=\"{x + 42}\" y=\"{y + 17}\">stored vectors</text>");
        html.Raw($"<line class=\"curve queries\" x1=\"{x + 10}\" x2=\"{x + 34}\" y1=\"{y + 28}\" y2=\"{y + 28}\"/><text x=\"{x + 42}\" y=\"{y + 32}\">queries</text></g>");
        html.Close("svg");
    }

    private static string N(double value) => NumberText.Plain(Math.Round(value, 1));

    private void WriteAxes(HtmlWriter html)
    {
        int bottom = Height - Bottom;
        foreach (double tick in _y.Ticks)
        {
            html.Raw($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{N(_y[tick])}\" y2=\"{N(_y[tick])}\"/>");
            html.Raw($"<text class=\"tick\" x=\"{Left - 8}\" y=\"{N(_y[tick] + 4)}\" text-anchor=\"end\">{NumberText.Tick(100 * tick)} %</text>\n");
        }
        foreach (double tick in _x.Ticks.Where(tick => tick <= geometry.Stored.Spectrum.Length))
            html.Raw($"<text class=\"tick\" x=\"{N(_x[tick])}\" y=\"{bottom + 18}\" text-anchor=\"middle\">{NumberText.Count(tick)}</text>\n");
        html.Raw($"<text class=\"axis\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\">principal directions, strongest first</text>");
        html.Raw($"<text class=\"axis\" transform=\"translate(15 {(Top + bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">variance carried</text>\n");
    }

    private void WriteCurve(HtmlWriter html, SideGeometry side, string name)
    {
        ReadOnlySpan<float> spectrum = side.Spectrum.Span;
        double total = 0, carried = 0;
        foreach (float variance in spectrum)
            total += variance;
        if (total == 0)
            return;
        int step = Math.Max(1, spectrum.Length / MostPoints);
        var points = new List<string> { $"{N(_x[0])},{N(_y[0])}" };
        for (int i = 0; i < spectrum.Length; i++)
        {
            carried += spectrum[i];
            // The first directions carry most, where the curve bends.
            if (i < 10 || i % step == 0 || i == spectrum.Length - 1)
                points.Add($"{N(_x[i + 1])},{N(_y[Math.Min(1, carried / total)])}");
        }
        html.Raw($"<polyline class=\"curve {name}\" points=\"{string.Join(" ", points)}\"/>\n");
    }
}
