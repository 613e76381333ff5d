namespace FaissNet;

/// <summary>How factory strings call the types of scalar quantizers, and what makes two quantizers different.</summary>
internal static class ScalarQuantizerNames
{
    public static string Of(ScalarQuantizerType type) => type switch
    {
        ScalarQuantizerType.EightBit => "SQ8",
        ScalarQuantizerType.FourBit => "SQ4",
        ScalarQuantizerType.SixBit => "SQ6",
        ScalarQuantizerType.Float16 => "SQfp16",
        ScalarQuantizerType.BFloat16 => "SQbf16",
        ScalarQuantizerType.EightBitDirect => "SQ8_direct",
        ScalarQuantizerType.EightBitDirectSigned => "SQ8_direct_signed",
        // FAISS has no factory string for these two; the names are those of its types.
        ScalarQuantizerType.EightBitUniform => "SQ8_uniform",
        _ => "SQ4_uniform",
    };

    /// <summary>Why codes of one quantizer mean something else to the other, or null.</summary>
    public static string? Difference(ScalarQuantizer left, ScalarQuantizer right)
        => left.Type != right.Type ? "the types of the scalar quantizers must be equal"
            : !left.Trained.SequenceEqual(right.Trained) ? "the ranges of the scalar quantizers must be equal"
            : null;
}
