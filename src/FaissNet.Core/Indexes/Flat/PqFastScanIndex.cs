using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Vectors as codes of a 4-bit <see cref="ProductQuantizer"/>, compared by looking up many codes at once in tables of bytes (André, Kermarrec and Le
/// Scouarnec, "Quicker ADC", 2019): M / 2 bytes each. The tables are rounded to 8 bits, so that distances are those of FAISS, a little
/// coarser than those of <see cref="PqIndex"/>. FAISS: <c>IndexPQFastScan</c>.
/// </summary>
/// <remarks>
/// <para>A stand-alone code is that of <see cref="ProductQuantizer"/>, filled up to an even number of sub-quantizers.</para>
/// <para>With T the float tables of a query, min_m the smallest entry of sub-quantizer m and a = 255 / max_m(max_m − min_m), the distance is
/// Σ min_m + (Σ ⌊(T_m − min_m) · a + ½⌋) / a. As in FAISS, a vector whose rounded inner product is the smallest possible is not found.</para>
/// </remarks>
public sealed partial class PqFastScanIndex : FlatCodesIndex
{
    /// <summary>Bits per sub-quantizer.</summary>
    internal const int NBits = 4;

    /// <summary>An empty index, to be trained.</summary>
    /// <param name="dimension">Number of components of a vector, a multiple of <paramref name="m"/>.</param>
    /// <param name="m">Number of sub-quantizers: M.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="blockSize">Vectors per block in files, a multiple of 32. FAISS: <c>bbs</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">The dimension is not a multiple of <paramref name="m"/>.</exception>
    public PqFastScanIndex(int dimension, int m, Metric metric = Metric.L2, int blockSize = 32)
        : this(new ProductQuantizer(dimension, m, NBits), metric, blockSize)
    {
    }

    internal PqFastScanIndex(ProductQuantizer quantizer, Metric metric, int blockSize)
        : base(quantizer.Dimension, metric, CodeLayout.OfNibbles(quantizer.M))
    {
        Quantizer = quantizer;
        BlockSize = Guard.BlockSize(blockSize);
    }

    /// <summary>What encodes the vectors. It belongs to this index; train it through the index.</summary>
    public ProductQuantizer Quantizer { get; }

    /// <summary>Number of sub-quantizers.</summary>
    public int M => Quantizer.M;

    /// <summary>Vectors per block in files; searches do not depend on it. FAISS: <c>bbs</c>.</summary>
    public int BlockSize { get; }

    /// <inheritdoc/>
    public override bool IsTrained => Quantizer.IsTrained;

    /// <inheritdoc/>
    public override string Description => ProductQuantizerNames.OfFastScan(Quantizer, byResidual: false, BlockSize);

    /// <summary>Which of its searches FAISS uses; 0 lets it choose. Kept for the file. FAISS: <c>implem</c>.</summary>
    internal int Implementation { get; set; }

    /// <summary>How FAISS groups queries; 0 lets it choose. Kept for the file. FAISS: <c>qbs</c>.</summary>
    internal int QueryBlocks { get; set; }
}
