using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// An inverted file of 4-bit product-quantizer codes that are compared by looking up many at once in tables of bytes, as
/// <see cref="PqFastScanIndex"/> does; by default codes of the vectors themselves. FAISS: <c>IndexIVFPQFastScan</c>.
/// </summary>
/// <remarks>
/// <para>The layout of codes is that of <see cref="ProductQuantizer"/>, filled up to an even number of sub-quantizers.</para>
/// <para>Distances are FAISS's: what <see cref="IvfPqIndex"/> computes, with tables and coarse distances rounded to one scale per query so that
/// entries fit into 8 bits and sums into 16.</para>
/// </remarks>
public sealed partial class IvfPqFastScanIndex : IvfIndex
{
    /// <summary>An empty index, to be trained.</summary>
    /// <param name="dimension">Number of components of a vector, a multiple of <paramref name="m"/>.</param>
    /// <param name="nList">Number of inverted lists: nlist.</param>
    /// <param name="m">Number of sub-quantizers: M.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="byResidual">Whether the difference to the centroid is encoded rather than the vector. FAISS: <c>by_residual</c>.</param>
    /// <param name="blockSize">Vectors per block in files, a multiple of 32. FAISS: <c>bbs</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="ArgumentException">The dimension is not a multiple of <paramref name="m"/>.</exception>
    public IvfPqFastScanIndex(int dimension, int nList, int m, Metric metric = Metric.L2, bool byResidual = false, int blockSize = 32)
        : this(new FlatIndex(dimension, metric), nList, new ProductQuantizer(dimension, m, PqFastScanIndex.NBits), byResidual, blockSize)
    {
    }

    internal IvfPqFastScanIndex(
        VectorIndex coarseQuantizer, int nList, ProductQuantizer quantizer, bool byResidual, int blockSize, Metric? metric = null)
        : base(coarseQuantizer, nList, metric ?? coarseQuantizer.Metric, CodeLayout.OfNibbles(quantizer.M))
    {
        Quantizer = quantizer;
        ByResidual = byResidual;
        BlockSize = Guard.BlockSize(blockSize);
    }

    /// <summary>What encodes vectors inside the lists. It belongs to this index; train it through the index.</summary>
    public ProductQuantizer Quantizer { get; }

    /// <summary>Whether codes stand for the difference to the list's centroid. FAISS: <c>by_residual</c>.</summary>
    public bool ByResidual { get; }

    /// <summary>Number of sub-quantizers.</summary>
    public int M => Quantizer.M;

    /// <inheritdoc cref="PqFastScanIndex.BlockSize"/>
    public int BlockSize { get; }

    /// <inheritdoc/>
    public override string Description => $"{ListsDescription},{ProductQuantizerNames.OfFastScan(Quantizer, ByResidual, BlockSize)}";

    /// <summary>Which of its searches FAISS uses; 0 lets it choose. Kept for the file. FAISS: <c>implem</c>.</summary>
    internal int Implementation { get; set; }

    /// <summary>How many queries FAISS groups; 0 lets it choose. Kept for the file. FAISS: <c>qbs2</c>.</summary>
    internal long QueryBlocks { get; set; }
}
