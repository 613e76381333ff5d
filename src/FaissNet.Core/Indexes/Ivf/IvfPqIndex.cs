using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// An inverted file of product-quantizer codes, by default of the difference between a vector and its centroid (Jégou, Douze and Schmid, "Product
/// quantization for nearest neighbor search", 2011: IVFADC). FAISS: <c>IndexIVFPQ</c>.
/// </summary>
/// <remarks>
/// <para>The layout of codes is that of <see cref="ProductQuantizer"/>.</para>
/// <para>With residuals, c the list's centroid and r what the code stands for: L2 is ‖q − c‖² + (‖r‖² + 2⟨c, r⟩) − 2⟨q, r⟩, where the middle term comes
/// from a table per list as long as all tables fit into 2 GiB, and else ‖(q − c) − r‖²; the inner product is ⟨q, c⟩ + ⟨q, r⟩.</para>
/// </remarks>
public sealed partial class IvfPqIndex : IvfIndex
{
    /// <summary>An empty index, to be trained.</summary>
    /// <param name="dimension">Number of components of a vector, a multiple of <paramref name="m"/>.</param>
    /// <param name="nList">Number of inverted lists: nlist.</param>
    /// <param name="m">Number of sub-quantizers: M.</param>
    /// <param name="nBits">Bits per sub-quantizer, 1 to 16.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="byResidual">Whether the difference to the centroid is encoded rather than the vector. FAISS: <c>by_residual</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="ArgumentException">The dimension is not a multiple of <paramref name="m"/>.</exception>
    public IvfPqIndex(int dimension, int nList, int m, int nBits = 8, Metric metric = Metric.L2, bool byResidual = true)
        : this(new FlatIndex(dimension, metric), nList, new ProductQuantizer(dimension, m, nBits), byResidual)
    {
    }

    internal IvfPqIndex(VectorIndex coarseQuantizer, int nList, ProductQuantizer quantizer, bool byResidual, Metric? metric = null)
        : base(coarseQuantizer, nList, metric ?? coarseQuantizer.Metric, PqScanner.LayoutOf(quantizer), canMapRows: true)
    {
        Quantizer = quantizer;
        ByResidual = byResidual;
    }

    /// <summary>What encodes vectors inside the lists. It belongs to this index; train it through the index.</summary>
    public ProductQuantizer Quantizer { get; }

    /// <summary>Whether codes stand for the difference to the list's centroid. FAISS: <c>by_residual</c>.</summary>
    public bool ByResidual { get; }

    /// <summary>Number of sub-quantizers.</summary>
    public int M => Quantizer.M;

    /// <summary>Bits per sub-quantizer.</summary>
    public int NBits => Quantizer.NBits;

    /// <inheritdoc cref="PqIndex.PolysemousTraining"/>
    public bool PolysemousTraining { get; set; }

    /// <inheritdoc/>
    public override string Description => $"{ListsDescription},{ProductQuantizerNames.Of(Quantizer, PolysemousTraining)}";
}
