using System.Text;

namespace FaissNet.Evaluation;

/// <summary>Writes what was measured as CSV (RFC 4180, UTF-8): a header, then a row for each technique of each evaluation.</summary>
public static class CsvReport
{
    private static readonly char[] s_special = [',', '"', '\r', '\n'];

    /// <summary>Writes a file, which appears whole or not at all. Columns have the names of the keys of <see cref="JsonReport"/>.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="reports">One or more evaluations.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, params IReadOnlyList<RetrievalReport> reports) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(Render(reports)));

    /// <summary>The table as text.</summary>
    /// <inheritdoc cref="Write"/>
    public static string Render(params IReadOnlyList<RetrievalReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var text = new StringBuilder();
        foreach (RetrievalReport report in reports)
        {
            foreach (RetrievalResult result in report.Results)
            {
                IReadOnlyList<(string Key, object? Value)> fields = ResultFields.Of(report, result);
                if (text.Length == 0)
                    AppendRow(text, fields.Select(field => field.Key));
                AppendRow(text, fields.Select(field => field.Value switch
                {
                    null => "",
                    double number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
                    IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
                    var other => other.ToString()!,
                }));
            }
        }
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells)
        => text.AppendJoin(',', cells.Select(cell => cell.IndexOfAny(s_special) < 0 ? cell : $"\"{cell.Replace("\"", "\"\"")}\"")).Append("\r\n");
}
