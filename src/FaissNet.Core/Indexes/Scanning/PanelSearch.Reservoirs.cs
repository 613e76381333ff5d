using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>Many results: reservoirs in the place of heaps, for one worker as for several.</summary>
internal static unsafe partial class PanelSearch
{
    /// <summary>Bytes that the ids in the reservoirs of all workers may take: what a thread keeps for its next search.</summary>
    private const long ReservoirBytes = 16L << 20;

    private static void SearchWithReservoirs<TSource>(
        TSource source, int panelRows, int workers, Metric metric, Rows<float> queries, Rows<float> distances, Rows<long> ids,
        SearchOptions options)
        where TSource : IPanelSource
    {
        int candidates = WorkerHeaps<float>.CandidatesFor(distances.Width, metric);
        int width = TopKReservoir.Width(candidates);
        if (workers > 1)
            panelRows = (int)Math.Clamp((source.Count / ((long)workers * MinPanelsPerWorker) + 63) / 64 * 64, 64, panelRows);
        long block = Math.Min(Math.Max(MinQueries, ReservoirBytes / (sizeof(long) * (long)width * workers)), queries.Count);
        using var scores = new Scratch<float>(block * workers, width);
        using var found = new Scratch<long>(block * workers, width);
        for (long start = 0; start < queries.Count; start += block)
        {
            long rows = Math.Min(block, queries.Count - start);
            var reservoirs = new WorkerReservoirs(scores.Pointer, found.Pointer, workers, rows, candidates);
            Rows<float> blockQueries = queries.Slice(start, rows);
            long nextPanel = 0;
            ParallelRange.Run(
                new ReservoirJob<TSource>(source, panelRows, metric, blockQueries, reservoirs, &nextPanel, options),
                workers, 1, workers, options.CancellationToken);
            var join = new ReservoirJoinJob<TSource>(
                source, panelRows, metric, blockQueries, reservoirs, distances.Slice(start, rows), ids.Slice(start, rows), options);
            ParallelRange.Run(join, rows, 4, workers, options.CancellationToken);
        }
    }

    /// <summary>A worker takes one panel after the other, in ascending order, until all are done.</summary>
    private readonly struct ReservoirJob<TSource>(
        TSource source, int panelRows, Metric metric, Rows<float> queries, WorkerReservoirs reservoirs, long* nextPanel, SearchOptions options)
        : IRangeJob
        where TSource : IPanelSource
    {
        public void Run(long firstWorker, long end)
        {
            for (long worker = firstWorker; worker < end; worker++)
                Work(worker);
        }

        private void Work(long worker)
        {
            if (metric == Metric.L2)
                reservoirs.Initialize<SmallestFirst>(worker);
            else
                reservoirs.Initialize<LargestFirst>(worker);
            var rows = TopKRows.OfReservoirs(reservoirs.Scores(worker, 0), reservoirs.Ids(worker, 0), reservoirs.Candidates);
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
    private readonly struct ReservoirJoinJob<TSource>(
        TSource source, int panelRows, Metric metric, Rows<float> queries, WorkerReservoirs reservoirs, Rows<float> distances, Rows<long> ids,
        SearchOptions options) : IRangeJob
        where TSource : IPanelSource
    {
        public void Run(long start, long end)
        {
            for (long q = start; q < end; q++)
            {
                bool settled = metric == Metric.L2
                    ? reservoirs.Join<SmallestFirst>(q, distances[q], ids[q])
                    : reservoirs.Join<LargestFirst>(q, distances[q], ids[q]);
                if (!settled)
                    SearchAlone(source, panelRows, metric, queries.Slice(q, 1), distances.Slice(q, 1), ids.Slice(q, 1), options);
            }
        }
    }
}
