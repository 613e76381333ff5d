using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// An inverted file of binary vectors: k-means over bits finds nlist centroids, each vector is stored in the list of its nearest, and a search visits
/// only the nprobe lists whose centroids are nearest to the query. Inside the lists it is exact. FAISS: <c>IndexBinaryIVF</c>.
/// </summary>
/// <remarks>
/// <para>A code of a list is the vector itself, d / 8 bytes. Ids are the caller's or count up; they need not be unique.</para>
/// <para>Ties at the cut fall as in FAISS: of equal distances those stay that are met first, in the order of the lists visited. A batch that is grouped
/// by list has the same results as its queries have alone.</para>
/// </remarks>
public sealed partial class BinaryIvfIndex : BinaryIndex
{
    private readonly BinaryIndex _coarse;
    private bool _isTrained;
    private long _count;
    private int _nProbe = 1;

    /// <summary>An empty index, to be trained.</summary>
    /// <param name="dimension">Number of bits of a vector, a multiple of 8.</param>
    /// <param name="nList">Number of inverted lists: nlist.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public BinaryIvfIndex(int dimension, int nList)
        : this(new BinaryFlatIndex(dimension), nList)
    {
    }

    internal BinaryIvfIndex(BinaryIndex coarseQuantizer, int nList)
        : base(coarseQuantizer.Dimension)
    {
        if (nList < 1)
            throw new ArgumentOutOfRangeException(nameof(nList), nList, "The number of inverted lists must be at least 1.");
        _coarse = coarseQuantizer;
        NList = nList;
        Lists = new InvertedLists(nList, new CodeLayout(CodeSize, isTransposed: true)) { CanMap = true };
    }

    /// <inheritdoc/>
    public override long Count => _count;

    /// <inheritdoc/>
    public override bool IsTrained => _isTrained;

    /// <inheritdoc/>
    public override string Description
        => _coarse is BinaryFlatIndex ? $"BIVF{NList}" : $"BIVF{NList}_{_coarse.Description.TrimStart('B')}";

    /// <summary>Number of inverted lists: nlist.</summary>
    public int NList { get; }

    /// <summary>
    /// Lists that a search visits per query, 1 to nlist; larger values mean all of them. It is saved with the index, and
    /// <see cref="SearchOptions.NProbe"/> overrides it for one call. Default 1. FAISS: <c>nprobe</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int NProbe
    {
        get => _nProbe;
        set
        {
            if (value < 1)
                throw new ArgumentOutOfRangeException(nameof(value), value, "nprobe must be at least 1.");
            _nProbe = value;
        }
    }

    /// <summary>The index over the nlist centroids. It belongs to this index; change it only through training. FAISS: <c>quantizer</c>.</summary>
    public BinaryIndex CoarseQuantizer => _coarse;

    /// <summary>The vectors and ids; whoever reads a file appends to them.</summary>
    internal InvertedLists Lists { get; }

    /// <summary>Where each id is stored, when somebody has asked for that or a file had it.</summary>
    internal DirectMap DirectMap { get; private set; } = DirectMap.None();

    /// <summary>Number of vectors in one list.</summary>
    /// <param name="list">The list's number, 0 to nlist − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such list.</exception>
    public long ListLength(int list)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(list);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(list, NList);
        return Lists.Length(list);
    }

    /// <inheritdoc cref="IvfIndex.MakeDirectMap"/>
    public void MakeDirectMap()
    {
        CheckUse();
        if (DirectMap.Type != DirectMapType.Array)
            DirectMap = ListEditing.MapOf(Lists, Count);
    }

    /// <summary>Forgets the table of <see cref="MakeDirectMap"/>.</summary>
    public void ClearDirectMap()
    {
        CheckUse();
        DirectMap = DirectMap.None();
    }

    /// <summary>Takes over what a file says, after the lists have been filled.</summary>
    internal void Restore(bool isTrained, long count, int nProbe, DirectMap directMap)
    {
        NProbe = nProbe;
        DirectMap = directMap;
        _count = count;
        _isTrained = isTrained;
    }

    private protected override void DisposeCore()
    {
        Lists.Dispose();
        _coarse.Dispose();
    }
}
