namespace FaissNet;

/// <summary>Chooses what compares queries with scalar codes.</summary>
internal static class ScalarScanners
{
    /// <summary>A scanner for the present ranges of a quantizer.</summary>
    public static CodeScanner Create(ScalarQuantizer quantizer, Metric metric) => new DecodingScanner(quantizer, metric);
}
