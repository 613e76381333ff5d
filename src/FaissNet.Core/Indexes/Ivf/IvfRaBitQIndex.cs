using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// An inverted file of RaBitQ codes of the difference between a vector and the centroid of its list. FAISS: <c>IndexIVFRaBitQ</c>, and
/// <c>IndexIVFRaBitQFastScan</c> for its files.
/// </summary>
/// <remarks>
/// <para>The layout of codes is that of <see cref="RaBitQuantizer"/>; distances are those of <see cref="RaBitQIndex"/>, with the centroid for the centre.</para>
/// <para>With 2 to 9 bits a range search too passes over vectors whose bound does not reach the radius, as in FAISS.</para>
/// </remarks>
public sealed class IvfRaBitQIndex : IvfIndex, IRaBitQSource
{
    private int _queryBits = RaBitQNames.DefaultQueryBits;

    /// <summary>An empty index, to be trained.</summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="nList">Number of inverted lists: nlist.</param>
    /// <param name="bits">Bits per component, 1 to 9. FAISS: <c>nb_bits</c>.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public IvfRaBitQIndex(int dimension, int nList, int bits = 1, Metric metric = Metric.L2)
        : this(new FlatIndex(dimension, metric), nList, new RaBitQuantizer(dimension, bits, metric), fastScanBlock: 0)
    {
    }

    internal IvfRaBitQIndex(VectorIndex coarseQuantizer, int nList, RaBitQuantizer quantizer, int fastScanBlock)
        : base(coarseQuantizer, nList, quantizer.Metric, new CodeLayout(quantizer.Shape))
    {
        Quantizer = quantizer;
        FastScanBlock = fastScanBlock;
        if (fastScanBlock > 0)
            _queryBits = RaBitQuantizer.MaxQueryBits;
    }

    /// <summary>Bits per component. FAISS: <c>nb_bits</c>.</summary>
    public int Bits => Quantizer.Bits;

    /// <inheritdoc cref="RaBitQIndex.QueryBits"/>
    public int QueryBits
    {
        get => _queryBits;
        set => _queryBits = RaBitQNames.CheckQueryBits(value, FastScanBlock);
    }

    /// <summary>
    /// Whether the steps that a query is rounded to lie symmetrically around zero, over a range that suits normally distributed components, rather than
    /// between its smallest and largest component. Default false. Only fast-scan indexes save it, as in FAISS. FAISS: <c>centered</c>.
    /// </summary>
    public bool CenteredQuery { get; set; }

    /// <inheritdoc cref="RaBitQIndex.FastScanBlock"/>
    public int FastScanBlock { get; }

    /// <inheritdoc/>
    public override string Description => $"{ListsDescription},{RaBitQNames.Of(Bits, FastScanBlock)}";

    /// <summary>What encodes vectors. Its own centre is not used: each list has one.</summary>
    internal RaBitQuantizer Quantizer { get; }

    RaBitQuantizer IRaBitQSource.Quantizer => Quantizer;

    bool IRaBitQSource.HasLists => true;

    /// <summary>FAISS writes this flag, and encodes differences whatever it says.</summary>
    internal bool ByResidual { get; set; } = true;

    /// <summary>How FAISS's fast-scan searches; kept for the file.</summary>
    internal (int Implementation, long QueryBlocks) FastScanSettings { get; set; }

    private protected override int QueryTableLength => Bits == 1 ? Dimension : 0;

    /// <summary>With several bits the worst result so far decides which vectors are compared at all.</summary>
    private protected override bool NeedsListOrder => Bits > 1;

    ReadOnlySpan<float> IRaBitQSource.CenterOf(long list) => Centroids[list];

    private protected override Action TrainEncoder(Rows<float> vectors, Rows<float> centroids, BuildOptions options) => static () => { };

    private protected override void EncodeForLists(Rows<float> vectors, Rows<int> lists, Rows<byte> codes, BuildOptions options)
        => Quantizer.Encode(vectors, Centroids, lists, codes, options);

    private protected override void DecodeFromLists(Rows<byte> codes, Rows<int> lists, Rows<float> vectors, BuildOptions options)
        => Quantizer.Decode(codes, Centroids, lists, vectors, options);

    private protected override string? DifferenceFrom(IvfIndex other) => Quantizer.DifferenceFrom(((IvfRaBitQIndex)other).Quantizer);

    private protected override CodeScanner CreateScanner() => new RaBitQScanner(this);
}
