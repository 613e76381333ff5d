using System.Numerics.Tensors;
using FaissNet.Kernels;

namespace FaissNet;

public sealed partial class IvfScalarQuantizerIndex
{
    /// <summary>What the present training means; a trained index always has it.</summary>
    private ScalarSteps? _steps;

    private protected override bool PacksLists => true;

    private protected override bool PacksResiduals => ByResidual;

    private protected override CodeScanner CreateScanner()
    {
        CodeScanner scanner = new ScalarCodeScanner(_steps!, Metric);
        return ByResidual ? new ResidualScanner(scanner, this) : scanner;
    }

    private protected override void OnTrained() => _steps = IsTrained ? new ScalarSteps(Quantizer) : null;

    private protected override unsafe float PackList(PackedPanel panel, byte* codes, int count)
    {
        panel.PackCodes(_steps!.View, codes, count);
        // Where codes have ranges, they are decoded with roundings as large as the ranges, and not as what comes out.
        return Quantizer.HasRanges ? _steps.LargestNorm : MathF.Sqrt(TensorPrimitives.Max(new ReadOnlySpan<float>(panel.Norms, count)));
    }
}
