namespace FaissNet.Evaluation;

/// <summary>How the data lie, in sentences, numbers and the spectrum.</summary>
internal static class GeometrySection
{
    public static void Write(HtmlWriter html, DataGeometry geometry, Metric metric, string id)
    {
        html.Open("ul", ("class", "findings"));
        foreach (GeometryFinding finding in geometry.Explain(metric))
        {
            html.Open("li", ("class", finding.NeedsAttention ? "attention" : "fine"));
            html.Element("span", finding.NeedsAttention ? "!" : "✓", ("class", "mark"), ("aria-hidden", "true"));
            html.Open("div").Open("p");
            html.Element("b", finding.Fact).Text(" ");
            html.Text(finding.Meaning).Close("p").Close("div").Close("li");
        }
        html.Close("ul");
        html.Open("div", ("class", "pair")).Open("figure");
        html.Element("figcaption", "How the variance is spread over directions");
        new SpectrumPlot(geometry, $"{id}-spectrum").Write(html);
        html.Close("figure");
        WriteTable(html, geometry);
        html.Close("div");
    }

    private static void WriteTable(HtmlWriter html, DataGeometry geometry)
    {
        html.Raw("<table class=\"sides\"><caption>The two sides</caption><thead><tr><td></td><th scope=\"col\">Stored vectors</th><th scope=\"col\">Queries</th></tr></thead>\n<tbody>");
        Row("Vectors", side => NumberText.Count(side.Count));
        Row("Mean length", side => NumberText.Number(side.MeanNorm));
        Row("Shortest, longest", side => $"{NumberText.Number(side.LeastNorm)}, {NumberText.Number(side.MostNorm)}");
        Row("Not of unit length", side => NumberText.Share(side.NotUnitShare));
        Row("Length of the mean", side => $"{NumberText.Share(side.Concentration)} of a vector");
        Row("Effective dimension", side => NumberText.Count(side.EffectiveDimension));
        Row("Directions for 90 % of the variance", side => NumberText.Count(side.DirectionsFor(0.9)));
        Row("Outlier dimensions", side => NumberText.Count(side.OutlierDimensions.Count));
        Row("Constant dimensions", side => NumberText.Count(side.ConstantDimensions));
        Row("Exact copies", side => NumberText.Share(side.DuplicateShare));
        html.Raw("</tbody>").Close("table");

        void Row(string name, Func<SideGeometry, string> value) => html.Open("tr").Element("th", name, ("scope", "row"), ("class", "text"))
            .Element("td", value(geometry.Stored)).Element("td", value(geometry.Queries)).Close("tr");
    }
}
