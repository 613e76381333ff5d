namespace FaissNet;

public sealed partial class FlatIndex
{
    private protected override CodeScanner CreateScanner() => new FloatScanner(Dimension, Metric);
}
