using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// Several workers: each takes the next panel, packs it in its own cache and keeps heaps of its own for all queries, so that nobody waits for
/// anybody until the end, when the heaps of a query are brought together.
/// </summary>
internal static unsafe partial class PanelSearch
{
    /// <summary>Bytes that the heaps of all workers may take; more queries than that come in blocks.</summary>
    private const long HeapBytes = 64L << 20;

    /// <summary>Queries of a block at least: enough that packing the vectors once more for the next block does not matter.</summary>
    private const long MinBlock = 256;

    /// <summary>Panels per worker at least, where the vectors are few: so that all workers end at about the same time.</summary>
    private const int MinPanelsPerWorker = 4;

    private static void SearchTogether<TSource>(
        TSource source, int panelRows, int workers, Metric metric, Rows<float> queries, Rows<float> distances, Rows<long> ids,
        SearchOptions options)
        where TSource : IPanelSource
    {
        int candidates = WorkerHeaps<float>.CandidatesFor(distances.Width, metric);
        long evenly = (source.Count / ((long)workers * MinPanelsPerWorker) + 63) / 64 * 64;
        panelRows = (int)Math.Clamp(evenly, 64, panelRows);
        long block = Math.Clamp(HeapBytes / ((sizeof(float) + sizeof(long)) * (long)candidates * workers), MinBlock, Math.Max(MinBlock, queries.Count));
        block = Math.Min(block, queries.Count);
        using var scores = new Scratch<float>(block * workers, candidates);
        using var found = new Scratch<long>(block * workers, candidates);
        for (long start = 0; start < queries.Count; start += block)
        {
            long rows = Math.Min(block, queries.Count - start);
            var heaps = new WorkerHeaps<float>(scores.Pointer, found.Pointer, workers, rows, candidates);
            Rows<float> blockQueries = queries.Slice(start, rows);
            long nextPanel = 0;
            ParallelRange.Run(
                new PanelsJob<TSource>(source, panelRows, metric, blockQueries, heaps, &nextPanel, options),
                workers, 1, workers, options.CancellationToken);
            var join = new JoinJob<TSource>(
                source, panelRows, metric, blockQueries, heaps, distances.Slice(start, rows), ids.Slice(start, rows), options);
            ParallelRange.Run(join, rows, 16, workers, options.CancellationToken);
        }
    }

    /// <summary>A worker takes one panel after the other, in ascending order, until all are done.</summary>
    private readonly struct PanelsJob<TSource>(
        TSource source, int panelRows, Metric metric, Rows<float> queries, WorkerHeaps<float> heaps, long* nextPanel, SearchOptions options) : IRangeJob
        where TSource : IPanelSource
    {
        public void Run(long firstWorker, long end)
        {
            for (long worker = firstWorker; worker < end; worker++)
                Work(worker);
        }

        private void Work(long worker)
        {
            float* scores = heaps.Scores(worker, 0);
            long* found = heaps.Ids(worker, 0);
            TopKHeap.Initialize(metric, scores, found, queries.Count, heaps.Candidates);
            var rows = new TopKRows(scores, found, heaps.Candidates);
            PackedPanel panel = PanelPool.Rent();
            for (long start = NextStart(); start < source.Count; start = NextStart())
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                source.Pack(panel, start, (int)Math.Min(panelRows, source.Count - start));
                DistanceTile.TopK(queries.Pointer, queries.Count, panel, metric, new IdSource(start, options.Filter), rows);
            }
            PanelPool.Return(panel);
        }

        private long NextStart() => (Interlocked.Increment(ref *nextPanel) - 1) * panelRows;
    }

    /// <summary>Brings together what the workers have found for a query.</summary>
    private readonly struct JoinJob<TSource>(
        TSource source, int panelRows, Metric metric, Rows<float> queries, WorkerHeaps<float> heaps, Rows<float> distances, Rows<long> ids,
        SearchOptions options) : IRangeJob
        where TSource : IPanelSource
    {
        public void Run(long start, long end)
        {
            for (long q = start; q < end; q++)
            {
                bool settled = metric == Metric.L2
                    ? heaps.Join<SmallestFirst>(q, distances[q], ids[q])
                    : heaps.Join<LargestFirst>(q, distances[q], ids[q]);
                if (!settled)
                    SearchAlone(source, panelRows, metric, queries.Slice(q, 1), distances.Slice(q, 1), ids.Slice(q, 1), options);
            }
        }
    }
}
