using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// RaBitQ codes compared one by one: 1 to 9 bits per component and 8 to 20 bytes. Queries are rounded to a few bits, so that comparing a code takes byte
/// shuffles and additions of whole numbers. FAISS: <c>IndexRaBitQ</c>, and <c>IndexRaBitQFastScan</c> for its files.
/// </summary>
/// <remarks>
/// <para>The layout of codes is that of <see cref="RaBitQuantizer"/>. Vectors should be rotated first, e.g. <c>RR,RaBitQ</c>.</para>
/// <para>
/// Distances are estimates, L2 not below 0. With 2 to 9 bits the signs give a bound first, and a vector is compared with all its bits only if the bound is
/// better than the worst result so far; range searches compare all. So results of several bits depend on the order of the vectors, as in FAISS.
/// </para>
/// <para>
/// FAISS's fast-scan index rounds the sums of four signs once more, to 8 bits over the range of all sums. This engine does not: the distances of
/// 1-bit codes are exactly those of the plain index with the same number of query bits, where FAISS's differ by about half a percent.
/// </para>
/// </remarks>
public sealed class RaBitQIndex : FlatCodesIndex, IRaBitQSource
{
    private int _queryBits = RaBitQNames.DefaultQueryBits;

    /// <summary>An empty index, to be trained.</summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="bits">Bits per component, 1 to 9. FAISS: <c>nb_bits</c>.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public RaBitQIndex(int dimension, int bits = 1, Metric metric = Metric.L2)
        : this(new RaBitQuantizer(dimension, bits, metric), fastScanBlock: 0)
    {
    }

    internal RaBitQIndex(RaBitQuantizer quantizer, int fastScanBlock)
        : base(quantizer.Dimension, quantizer.Metric, new CodeLayout(quantizer.Shape))
    {
        Quantizer = quantizer;
        FastScanBlock = fastScanBlock;
        if (fastScanBlock > 0)
            _queryBits = RaBitQuantizer.MaxQueryBits;
    }

    /// <summary>What encodes the vectors. It belongs to this index; train it through the index.</summary>
    public RaBitQuantizer Quantizer { get; }

    /// <summary>Bits per component. FAISS: <c>nb_bits</c>.</summary>
    public int Bits => Quantizer.Bits;

    /// <summary>
    /// Bits to which a search rounds the components of a query, 1 to 8, or 0 for not at all. It is saved with the index, and
    /// <see cref="SearchOptions.QueryBits"/> overrides it for one call. Default 4, and 8 for fast-scan indexes. FAISS: <c>qb</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range; fast-scan indexes have no 0.</exception>
    public int QueryBits
    {
        get => _queryBits;
        set => _queryBits = RaBitQNames.CheckQueryBits(value, FastScanBlock);
    }

    /// <summary>
    /// Whether the steps that a query is rounded to lie symmetrically around zero, over a range that suits normally distributed components, rather than
    /// between its smallest and largest component. Default false. It is not saved, as in FAISS. FAISS: <c>centered</c>.
    /// </summary>
    public bool CenteredQuery { get; set; }

    /// <summary>
    /// Vectors per block where the index is a fast-scan index of FAISS, which it is saved as again; 0 where it is a plain one. FAISS: <c>bbs</c>.
    /// </summary>
    public int FastScanBlock { get; }

    /// <inheritdoc/>
    public override bool IsTrained => Quantizer.IsTrained;

    /// <inheritdoc/>
    public override string Description => RaBitQNames.Of(Bits, FastScanBlock);

    bool IRaBitQSource.HasLists => false;

    ReadOnlySpan<float> IRaBitQSource.CenterOf(long list) => Quantizer.Center;

    /// <summary>With several bits the worst result so far decides which codes are looked at in full.</summary>
    private protected override bool NeedsCodeOrder => Bits > 1;

    private protected override void TrainCore(Rows<float> vectors, BuildOptions options)
    {
        Quantizer.Train(vectors, options);
        ForgetScanners();
    }

    private protected override void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
        => Quantizer.Encode(vectors, codes, options);

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
        => Quantizer.Decode(codes, vectors, options);

    private protected override string? DifferenceFrom(FlatCodesIndex other) => Quantizer.DifferenceFrom(((RaBitQIndex)other).Quantizer);

    private protected override CodeScanner CreateScanner() => new RaBitQScanner(this);
}
