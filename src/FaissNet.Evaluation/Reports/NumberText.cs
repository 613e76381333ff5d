using System.Globalization;

namespace FaissNet.Evaluation;

/// <summary>Numbers as people read them.</summary>
internal static class NumberText
{
    public static string Count(double value) => Text(value, "#,0");

    /// <summary>Three digits that mean something.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 100 => Text(value, "#,0"),
        >= 10 => Text(value, "0.0"),
        >= 0.01 => Text(value, "0.00"),
        _ => Text(value, "0.0E+0"),
    };

    /// <summary>A value that an axis names: no more decimals than it has.</summary>
    public static string Tick(double value) => Text(value, "#,0.####");

    public static string Metric(double value) => Text(value, "0.0000");

    /// <summary>A share in percent, without decimals where they say little.</summary>
    public static string Share(double value) => value is > 0 and < 0.001 ? "less than 0.1 %" : Text(100 * value, value is > 0 and < 0.1 ? "0.0" : "0") + " %";

    public static string Percent(double value) => Text(100 * value, "0.0") + " %";

    public static string Bytes(double value) => value switch
    {
        < 10_000 => $"{Count(value)} B",
        < 10_000_000 => $"{Text(value / 1e3, "0.0")} kB",
        < 10_000_000_000 => $"{Text(value / 1e6, "0.0")} MB",
        _ => $"{Text(value / 1e9, "0.0")} GB",
    };

    /// <summary>For SVG and CSV, which know no separators of thousands.</summary>
    public static string Plain(double value) => Text(value, "0.######");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
