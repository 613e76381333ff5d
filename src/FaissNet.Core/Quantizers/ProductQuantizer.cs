using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Cuts a vector into M slices of d/M components and stores for each slice the number of the nearest of 2^nbits centroids (Jégou, Douze and
/// Schmid, "Product quantization for nearest neighbor search", 2011). FAISS: <c>ProductQuantizer</c>, whose training it reproduces.
/// </summary>
/// <remarks>
/// A code is one string of M · nbits bits, lowest bit of the first byte first; code m lies at bits [m · nbits, (m + 1) · nbits), and the last
/// byte is filled up with zeros. So 8 bits are byte m, 16 bits a little-endian word, and with 4 bits an even m is the low half of byte m / 2.
/// </remarks>
public sealed partial class ProductQuantizer : Quantizer
{
    /// <summary>Largest number of bits per code.</summary>
    public const int MaxNBits = 16;

    private bool _isTrained;

    /// <summary>A quantizer to be trained.</summary>
    /// <param name="dimension">Components of a vector: d, a multiple of <paramref name="m"/>.</param>
    /// <param name="m">Number of slices: M.</param>
    /// <param name="nBits">Bits per slice, 1 to 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">The dimension is not a multiple of <paramref name="m"/>.</exception>
    public ProductQuantizer(int dimension, int m, int nBits = 8)
        : base(dimension)
    {
        if (m < 1)
            throw new ArgumentOutOfRangeException(nameof(m), m, "The number of sub-quantizers M must be at least 1.");
        if (nBits is < 1 or > MaxNBits)
            throw new ArgumentOutOfRangeException(nameof(nBits), nBits, $"The bits per sub-quantizer must be between 1 and {MaxNBits}.");
        if (dimension % m != 0)
            throw new ArgumentException($"The dimension {dimension} is not a multiple of the number of sub-quantizers M = {m}.", nameof(m));
        M = m;
        NBits = nBits;
        CodeSize = (int)(((long)m * nBits + 7) / 8);
    }

    /// <summary>Number of slices and sub-quantizers.</summary>
    public int M { get; }

    /// <summary>Bits per sub-quantizer.</summary>
    public int NBits { get; }

    /// <summary>Centroids per sub-quantizer: 2^nbits.</summary>
    public int KSub => 1 << NBits;

    /// <summary>Components of a slice: d / M.</summary>
    public int DSub => Dimension / M;

    /// <inheritdoc/>
    public override int CodeSize { get; }

    /// <inheritdoc/>
    public override bool IsTrained => _isTrained;

    /// <summary>All centroids, [M][ksub][dsub]; empty while untrained (where FAISS's files hold zeros).</summary>
    internal AlignedBuffer<float> Centroids { get; private set; } = new();

    /// <summary>The centroids of one slice: ksub × dsub, row-major.</summary>
    /// <param name="m">Number of the slice, 0 to M − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slice.</exception>
    /// <exception cref="InvalidOperationException">The quantizer is not trained.</exception>
    public ReadOnlySpan<float> Codebook(int m)
    {
        if ((uint)m >= (uint)M)
            throw new ArgumentOutOfRangeException(nameof(m), m, $"The sub-quantizer must be between 0 and {M - 1}.");
        Guard.Trained(IsTrained, nameof(ProductQuantizer));
        return Centroids.Slice((long)m * KSub * DSub, KSub * DSub);
    }

    /// <summary>Takes over centroids, [M][ksub][dsub], and counts as trained from then on.</summary>
    internal void SetCentroids(AlignedBuffer<float> centroids)
    {
        if (centroids.Count != (long)Dimension * KSub)
            throw new ArgumentException($"Expected {(long)Dimension * KSub} centroid values, but got {centroids.Count}.", nameof(centroids));
        Centroids = centroids;
        _encoder = null;
        _tables = null;
        _isTrained = true;
    }

    /// <summary>The centroids of one slice as rows.</summary>
    internal Rows<float> CodebookRows(int m) => Centroids.AsRows(DSub).Slice((long)m * KSub, KSub);
}
