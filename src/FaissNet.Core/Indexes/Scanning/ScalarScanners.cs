namespace FaissNet;

/// <summary>Chooses what compares queries with scalar codes.</summary>
internal static class ScalarScanners
{
    /// <summary>A scanner for the present ranges of a quantizer.</summary>
    public static CodeScanner Create(ScalarQuantizer quantizer, Metric metric)
        => ScalarRanges.Apply(quantizer)
            ? new EightBitScanner(new ScalarRanges(quantizer), quantizer.Dimension, metric)
            : new DecodingScanner(quantizer, metric);
}
