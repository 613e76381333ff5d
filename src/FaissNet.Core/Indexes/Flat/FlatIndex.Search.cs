using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class FlatIndex
{
    private readonly Lock _packLock = new();
    private volatile PackedPanel? _packed;

    /// <summary>
    /// Whether the vectors are also kept laid out for batches. It doubles the memory and spares the packing: right for centroids, which every
    /// search and every addition of an inverted file looks at.
    /// </summary>
    internal bool KeepsPacked { get; set; }

    private protected override CodeScanner CreateScanner() => new FloatScanner(Dimension, Metric);

    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        // Queries that FAISS filters it compares directly, and so does this.
        if (queries.Count < PanelSearch.MinQueries || options.Filter is not null)
        {
            base.SearchCore(queries, distances, ids, options);
        }
        else if (!KeepsPacked)
        {
            PanelSearch.Search(new Source(this), Metric, queries, distances, ids, options);
            if (Metric == Metric.L2)
                Recompare(queries, distances, ids, options);
        }
        // Centroids: as in FAISS, what the tile says of them goes into the distances of an inverted file.
        else if (distances.Width == 1)
        {
            NearestSearch.Search(Packed(), Metric, queries, distances, ids, options);
        }
        else
        {
            PanelSearch.Search(Packed(), Metric, queries, distances, ids, options);
        }
    }

    private protected override void OnCodesChanged()
    {
        _packed?.Dispose();
        _packed = null;
    }

    private protected override void DisposeCore()
    {
        _packed?.Dispose();
        base.DisposeCore();
    }

    private unsafe PackedPanel Packed()
    {
        if (_packed is { } packed)
            return packed;
        lock (_packLock)
        {
            if (_packed is null)
            {
                var panel = new PackedPanel();
                panel.Pack(Vectors.Pointer, Count, Dimension);
                _packed = panel;
            }
            return _packed;
        }
    }

    private readonly unsafe struct Source(FlatIndex index) : IPanelSource
    {
        public long Count => index.Count;

        public int Dimension => index.Dimension;

        public void Pack(PackedPanel panel, long start, int count)
            => panel.Pack(index.Vectors.RowPointer(start), count, index.Dimension);
    }
}
