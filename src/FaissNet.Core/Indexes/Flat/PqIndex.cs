using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Vectors as codes of a <see cref="ProductQuantizer"/>, compared one by one: M · nbits / 8 bytes each. The query stays a float vector: tables of its
/// distances to all centroids are added up. FAISS: <c>IndexPQ</c>.
/// </summary>
/// <remarks>The layout of codes is that of <see cref="ProductQuantizer"/>.</remarks>
public sealed partial class PqIndex : FlatCodesIndex
{
    /// <summary>An empty index, to be trained.</summary>
    /// <param name="dimension">Number of components of a vector, a multiple of <paramref name="m"/>.</param>
    /// <param name="m">Number of sub-quantizers: M.</param>
    /// <param name="nBits">Bits per sub-quantizer, 1 to 16.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">The dimension is not a multiple of <paramref name="m"/>.</exception>
    public PqIndex(int dimension, int m, int nBits = 8, Metric metric = Metric.L2)
        : this(new ProductQuantizer(dimension, m, nBits), metric)
    {
    }

    internal PqIndex(ProductQuantizer quantizer, Metric metric)
        : base(quantizer.Dimension, metric, PqScanner.LayoutOf(quantizer), canMapRows: true)
    {
        Quantizer = quantizer;
        _polysemousHt = quantizer.NBits * quantizer.M + 1;
    }

    /// <summary>What encodes the vectors. It belongs to this index; train it through the index.</summary>
    public ProductQuantizer Quantizer { get; }

    /// <summary>Number of sub-quantizers.</summary>
    public int M => Quantizer.M;

    /// <summary>Bits per sub-quantizer.</summary>
    public int NBits => Quantizer.NBits;

    /// <summary>
    /// Whether training renumbers the centroids so that the Hamming distance of two codes tells how far apart they are. Distances do not change.
    /// Default false; factory strings without <c>np</c> set it, as in FAISS. It is not saved. FAISS: <c>do_polysemous_training</c>.
    /// </summary>
    public bool PolysemousTraining { get; set; }

    /// <inheritdoc/>
    public override bool IsTrained => Quantizer.IsTrained;

    /// <inheritdoc/>
    public override string Description => ProductQuantizerNames.Of(Quantizer, PolysemousTraining);

    /// <summary>Whether FAISS's Hamming search encodes signs. Kept for the file.</summary>
    internal bool EncodeSigns { get; set; }
}
