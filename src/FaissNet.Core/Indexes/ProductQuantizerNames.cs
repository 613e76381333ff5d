using FaissNet.Storage;

namespace FaissNet;

/// <summary>How factory strings call product quantizers, and what makes two of them different.</summary>
internal static class ProductQuantizerNames
{
    public static string Of(ProductQuantizer quantizer, bool polysemous)
        => $"PQ{quantizer.M}{(quantizer.NBits == 8 ? "" : $"x{quantizer.NBits}")}{(polysemous ? "" : "np")}";

    /// <summary>A 4-bit quantizer whose codes are scanned fast, in blocks of <paramref name="blockSize"/>.</summary>
    public static string OfFastScan(ProductQuantizer quantizer, bool byResidual, int blockSize)
        => $"PQ{quantizer.M}x4fs{(byResidual ? "r" : "")}{(blockSize == 32 ? "" : $"_{blockSize}")}";

    /// <summary>Why codes of one quantizer mean something else to the other, or null.</summary>
    public static string? Difference(ProductQuantizer left, ProductQuantizer right)
        => left.M != right.M || left.NBits != right.NBits ? "M and the bits of the product quantizers must be equal"
            : !MergeChecks.Equal(left.Centroids.AsRows(1), right.Centroids.AsRows(1)) ? "the centroids of the product quantizers must be equal"
            : null;
}
