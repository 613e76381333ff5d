using FaissNet.Quantizers;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class ScalarQuantizer
{
    /// <summary>Finds the ranges; nothing to do for types that have none.</summary>
    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        if (!HasRanges)
            return;
        if (vectors.IsEmpty)
            throw new ArgumentException("Training a scalar quantizer takes at least one vector, but none were given.", nameof(vectors));
        SetRanges(ScalarRange.Find(vectors, RangeStat, RangeStatArg, 1 << Bits, IsUniform, options));
    }
}
