using FaissNet.Storage;

namespace FaissNet;

/// <summary>Codes of a product quantizer inside inverted lists: of the vectors, or of their differences to the centroids of the lists.</summary>
internal static class ProductCodes
{
    /// <summary>Encodes vectors for their lists.</summary>
    public static void Encode(
        ProductQuantizer quantizer, Rows<float> vectors, Rows<int> lists, Rows<float>? centroids, Rows<byte> codes, BuildOptions options)
    {
        if (centroids is not { } centers)
        {
            quantizer.Encode(vectors, codes, options);
            return;
        }
        using var residuals = new Scratch<float>(vectors.Count, vectors.Width);
        Residuals.Compute(vectors, lists, centers, residuals.Rows, options);
        quantizer.Encode(residuals.Rows, codes, options);
    }

    /// <summary>Turns codes of lists back into vectors.</summary>
    public static void Decode(
        ProductQuantizer quantizer, Rows<byte> codes, Rows<int> lists, Rows<float>? centroids, Rows<float> vectors, BuildOptions options)
    {
        quantizer.Decode(codes, vectors, options);
        if (centroids is { } centers)
            Residuals.AddCentroids(vectors, lists, centers);
    }
}
