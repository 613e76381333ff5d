using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// A batch of queries against all stored vectors through the distance tile. Each block of vectors is packed once for the whole batch and meets all
/// queries while it is in the cache. Results are those of one pass from the first vector to the last, ties included, at any number of workers.
/// </summary>
internal static unsafe partial class PanelSearch
{
    /// <summary>Fewer queries are compared directly. The number is FAISS's, whose results differ in the last digits on the two sides of it.</summary>
    public const int MinQueries = 20;

    /// <summary>Bytes of a panel: as much as stays in the second-level cache beside the queries.</summary>
    private const int PanelBytes = 256 * 1024;

    public static void Search<TSource>(
        TSource source, Metric metric, Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
        where TSource : IPanelSource
    {
        int panelRows = Math.Clamp(PanelBytes / (sizeof(float) * source.Dimension) / 64 * 64, 64, 4096);
        int workers = (int)Math.Min(ParallelRange.Workers(options.MaxDegreeOfParallelism), (source.Count + 63) / 64);
        if (distances.Width >= TopKReservoir.MinK)
            SearchWithReservoirs(source, panelRows, Math.Max(workers, 1), metric, queries, distances, ids, options);
        else if (workers <= 1)
            SearchAlone(source, panelRows, metric, queries, distances, ids, options);
        else
            SearchTogether(source, panelRows, workers, metric, queries, distances, ids, options);
    }

    /// <summary>One panel that holds everything, packed by the caller.</summary>
    public static void Search(
        PackedPanel panel, Metric metric, Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        TopKHeap.Initialize(metric, distances.Pointer, ids.Pointer, queries.Count, distances.Width);
        int workers = ParallelRange.Workers(options.MaxDegreeOfParallelism);
        ParallelRange.Run(
            new PanelJob(panel, metric, queries, distances, ids), queries.Count, QueryChunk(queries.Count, workers),
            workers, options.CancellationToken);
    }

    private static void SearchAlone<TSource>(
        TSource source, int panelRows, Metric metric, Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
        where TSource : IPanelSource
    {
        TopKHeap.Initialize(metric, distances.Pointer, ids.Pointer, queries.Count, distances.Width);
        PackedPanel panel = PanelPool.Rent();
        var heaps = new TopKRows(distances.Pointer, ids.Pointer, distances.Width);
        for (long start = 0; start < source.Count; start += panelRows)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            source.Pack(panel, start, (int)Math.Min(panelRows, source.Count - start));
            DistanceTile.TopK(queries.Pointer, queries.Count, panel, metric, new IdSource(start, options.Filter), heaps);
        }
        PanelPool.Return(panel);
        TopKHeap.Sort(metric, distances.Pointer, ids.Pointer, queries.Count, distances.Width);
    }

    /// <summary>Several chunks per worker even out differences; whole register tiles of six rows.</summary>
    private static long QueryChunk(long queries, int workers)
        => workers <= 1 ? queries : Math.Clamp((queries / (4L * workers) + 5) / 6 * 6, 6, 480);

    private readonly struct PanelJob(PackedPanel panel, Metric metric, Rows<float> queries, Rows<float> distances, Rows<long> ids) : IRangeJob
    {
        public void Run(long first, long end)
        {
            int k = distances.Width;
            var heaps = new TopKRows(distances.RowPointer(first), ids.RowPointer(first), k);
            DistanceTile.TopK(queries.RowPointer(first), end - first, panel, metric, new IdSource(0), heaps);
            TopKHeap.Sort(metric, distances.RowPointer(first), ids.RowPointer(first), end - first, k);
        }
    }
}
