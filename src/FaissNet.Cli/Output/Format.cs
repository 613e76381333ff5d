using System.Globalization;

namespace FaissNet.Cli;

/// <summary>Numbers as people read them.</summary>
internal static class Format
{
    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Metric(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Share(double value) => value.ToString("0.0%", CultureInfo.InvariantCulture);

    public static string Seconds(double value) => value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    public static string Bytes(long value) => value switch
    {
        < 10_000 => $"{Count(value)} bytes",
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.0} kB"),
        < 10_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value / 1e9:0.0} GB"),
    };

    public static string Name(Engine engine) => engine == FaissNet.Engine.Native ? "native" : "managed";

    public static string Name(Metric metric) => metric == FaissNet.Metric.L2 ? "L2" : "inner product";
}
