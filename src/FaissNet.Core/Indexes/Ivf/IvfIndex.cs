using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// An inverted file: k-means divides the space into nlist cells, each vector is stored in the list of its nearest centroid, and a search visits
/// only the nprobe lists whose centroids are nearest to the query. FAISS: <c>IndexIVF</c>.
/// </summary>
/// <remarks>
/// A stand-alone code is the list number, little-endian, in as many bytes as nlist − 1 takes (none for nlist = 1), followed by the code that the
/// list holds. Ids are the caller's or count up; they need not be unique.
/// </remarks>
public abstract partial class IvfIndex : VectorIndex
{
    private readonly VectorIndex _coarse;
    private readonly FlatIndex? _flatCoarse;
    private readonly ScannerPool _scanners = new();
    private bool _isTrained;
    private long _count;
    private int _nProbe = 1;

    private protected IvfIndex(VectorIndex coarseQuantizer, int nList, Metric metric, CodeLayout layout, bool canMapRows = false)
        : base(coarseQuantizer.Dimension, metric)
    {
        if (nList < 1)
            throw new ArgumentOutOfRangeException(nameof(nList), nList, "The number of inverted lists must be at least 1.");
        _coarse = coarseQuantizer;
        _flatCoarse = coarseQuantizer as FlatIndex;
        _centroidStore = _flatCoarse ?? (coarseQuantizer as HnswIndex)?.Storage as FlatIndex;
        if (_flatCoarse is not null)
            _flatCoarse.KeepsPacked = true;
        NList = nList;
        ListNumberSize = BytesOfListNumber(nList);
        Lists = new InvertedLists(nList, layout) { CanMap = canMapRows || !layout.IsTransposed };
    }

    /// <inheritdoc/>
    public override long Count => _count;

    /// <inheritdoc/>
    public override bool IsTrained => _isTrained;

    /// <inheritdoc/>
    public override int CodeSize => ListNumberSize + Lists.CodeSize;

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

    /// <summary>The codes and ids; whoever reads a file appends to them.</summary>
    internal InvertedLists Lists { get; }

    /// <summary>Where each id is stored, when somebody has asked for that or a file had it.</summary>
    internal DirectMap DirectMap { get; private set; } = DirectMap.None();

    /// <summary>Bytes of the list number in front of a stand-alone code.</summary>
    internal int ListNumberSize { get; }

    /// <summary>Number of vectors in one list.</summary>
    /// <param name="list">The list's number, 0 to nlist − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such list.</exception>
    public long ListLength(int list)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(list);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(list, NList);
        return Lists.Length(list);
    }

    /// <summary>Takes over what a file says, after the centroids and lists have been filled.</summary>
    internal void Restore(bool isTrained, long count, int nProbe, DirectMap directMap)
    {
        NProbe = nProbe;
        DirectMap = directMap;
        _count = count;
        _isTrained = isTrained;
        Forget();
        OnTrained();
    }

    /// <summary>Called when training has changed or has been read: the moment for tables that follow from it.</summary>
    private protected virtual void OnTrained()
    {
    }

    private protected override void DisposeCore()
    {
        _scanners.Dispose();
        Lists.Dispose();
        _decodedCentroids?.Dispose();
        _coarse.Dispose();
    }

    private static int BytesOfListNumber(int nList)
    {
        int bytes = 0;
        for (int largest = nList - 1; largest > 0; largest >>= 8)
            bytes++;
        return bytes;
    }
}
