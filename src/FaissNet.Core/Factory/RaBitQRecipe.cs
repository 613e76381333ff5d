namespace FaissNet.Factory;

/// <summary><c>RaBitQ[{1-9}]</c>, and with a number of vectors per block <c>RaBitQfs[{1-9}][_{bbs}]</c>.</summary>
internal sealed record RaBitQRecipe(int Bits, int FastScanBlock) : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric)
        => new RaBitQIndex(CreateQuantizer(dimension, metric), FastScanBlock);

    /// <summary>Makes what encodes the vectors.</summary>
    public RaBitQuantizer CreateQuantizer(int dimension, Metric metric) => new(dimension, Bits, metric);
}
