using System.Numerics.Tensors;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class IvfScalarQuantizerIndex
{
    private ScalarRanges? _ranges;

    private protected override bool PacksLists => true;

    private protected override bool PacksResiduals => ByResidual;

    private protected override CodeScanner CreateScanner()
    {
        CodeScanner scanner = ScalarScanners.Create(Quantizer, Metric);
        return ByResidual ? new ResidualScanner(scanner, this) : scanner;
    }

    private protected override void OnTrained()
        => _ranges = IsTrained && ScalarRanges.Apply(Quantizer) ? new ScalarRanges(Quantizer) : null;

    private protected override unsafe float PackList(PackedPanel panel, byte* codes, int count)
    {
        if (_ranges is { } ranges)
        {
            panel.PackCodes(codes, count, Dimension, ranges.Lows, ranges.Widths);
            // One by one, codes are decoded with other roundings, which are as large as the ranges and not as what comes out.
            return ranges.LargestNorm;
        }
        using var vectors = new Scratch<float>(count, Dimension);
        Quantizer.DecodeRows(new Rows<byte>(codes, count, Quantizer.CodeSize), vectors.Rows);
        panel.Pack(vectors.Pointer, count, Dimension);
        return MathF.Sqrt(TensorPrimitives.Max(new ReadOnlySpan<float>(panel.Norms, count)));
    }
}
