using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <content>
/// The coarse quantizer: any index that finds the nearest of nlist centroids and can say what they are. A flat one is asked in the fastest way; of
/// others the centroids are decoded once, because residuals are differences to what the quantizer stands for.
/// </content>
public abstract partial class IvfIndex
{
    /// <summary>The flat index that holds the centroids as they are, if there is one: the quantizer or what a graph leads through.</summary>
    private readonly FlatIndex? _centroidStore;

    private readonly Lock _centroidLock = new();
    private volatile AlignedBuffer<float>? _decodedCentroids;
    private readonly DerivedOptions _coarseOptions =
        new(static options => options with { Filter = null, NProbe = null, NProbes = default, MaxCodes = null, RefineFactor = null });

    /// <summary>The index over the nlist centroids. It belongs to this index; change it only through training. FAISS: <c>quantizer</c>.</summary>
    public VectorIndex CoarseQuantizer => _coarse;

    /// <summary>The centroids as the coarse quantizer gives them back, nlist × d.</summary>
    internal Rows<float> Centroids
        => _centroidStore is not null ? _centroidStore.Vectors : (_decodedCentroids ?? DecodeCentroids()).AsRows(Dimension);

    /// <summary>How a factory string begins that describes these lists.</summary>
    private protected string ListsDescription => _coarse switch
    {
        FlatIndex => $"IVF{NList}",
        HnswIndex { Storage: FlatIndex } graph => $"IVF{NList}_HNSW{graph.M}",
        _ => $"IVF{NList}({_coarse.Description})",
    };

    /// <summary>
    /// ⟨q, c⟩ for the centroid of a list. A quantizer that compares by the inner product itself has told it, unless what it compares is not what it
    /// gives back.
    /// </summary>
    internal unsafe float CentroidProduct(float* query, long list, float coarseDistance)
        => _flatCoarse is { Metric: Metric.InnerProduct }
            ? coarseDistance
            : VectorDistance.InnerProduct(query, Centroids.RowPointer(list), Dimension);

    private AlignedBuffer<float> DecodeCentroids()
    {
        lock (_centroidLock)
        {
            if (_decodedCentroids is not null)
                return _decodedCentroids;
            var decoded = new AlignedBuffer<float>(_coarse.Count * Dimension);
            Rows<float> rows = decoded.AsRows(Dimension);
            for (long list = 0; list < rows.Count; list++)
                DecodeCentroid(list, rows[list]);
            _decodedCentroids = decoded;
            return decoded;
        }
    }

    /// <summary>A quantizer with ids of its own, from a file, may lack one; then no search finds that list.</summary>
    private void DecodeCentroid(long list, Span<float> centroid)
    {
        try
        {
            _coarse.ReconstructInner(list, centroid);
        }
        catch (ArgumentOutOfRangeException)
        {
            centroid.Fill(float.NaN);
        }
    }

    /// <summary>
    /// What the options say about this index is not meant for its quantizer: the filter chooses among stored vectors, and nprobe and the refine
    /// factor would reach an inverted file or a refined index in the quantizer's place.
    /// </summary>
    private SearchOptions CoarseOptions(SearchOptions options)
    {
        bool isLimited = options.NProbe is not null || options.RefineFactor is not null || options.MaxCodes is not null || !options.NProbes.IsEmpty;
        bool isMeant = options.Filter is null && (_flatCoarse is not null || !isLimited);
        return isMeant ? options : _coarseOptions.Get(options);
    }

    /// <summary>Forgets what was made for a training that is no more.</summary>
    private void Forget()
    {
        _scanners.Clear();
        _decodedCentroids?.Dispose();
        _decodedCentroids = null;
    }
}
