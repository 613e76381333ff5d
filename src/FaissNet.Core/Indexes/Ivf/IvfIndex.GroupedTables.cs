using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// Batches grouped by list where the tables of the queries and those of the lists meet: a list's codes and table come to the cache once for all
/// queries that visit it. Scores are final. Each query sees its nearest list first, so that it passes over most of what the others hold.
/// </summary>
public abstract partial class IvfIndex
{
    /// <summary>Bytes of tables of queries that a block may have.</summary>
    private const long GroupedTableBytes = 8L << 20;

    /// <summary>Floats of the tables of queries that scanners can keep and that meet tables of lists; 0 where there are none.</summary>
    private protected virtual int QueryTableLength => 0;

    private unsafe void SearchByTables(
        int tableLength, Rows<float> queries, Probes probes, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        int workers = (int)Math.Min(ParallelRange.Workers(options.MaxDegreeOfParallelism), NList);
        int candidates = distances.Width + 1;
        long heapRows = GroupedHeapBytes / ((long)sizeof(long) * candidates * workers);
        long block = Math.Clamp(Math.Min(heapRows, GroupedTableBytes / (sizeof(float) * tableLength)), 1, queries.Count);
        using var scores = new Scratch<float>(block * workers, candidates);
        using var found = new Scratch<long>(block * workers, candidates);
        using var norms = new Scratch<float>(block * workers, 2);
        using var tables = new Scratch<float>(block, tableLength);
        using var numbers = new Scratch<int>(NList + block * probes.Lists.Width, 1);
        using var coarse = new Scratch<float>(block * probes.Lists.Width, 1);
        for (long start = 0; start < queries.Count; start += block)
        {
            long rows = Math.Min(block, queries.Count - start);
            Rows<float> blockQueries = queries.Slice(start, rows);
            var blockProbes = new Probes(probes.Distances.Slice(start, rows), probes.Lists.Slice(start, rows));
            var heaps = new GroupedHeaps(Metric, rows, candidates, scores.Pointer, found.Pointer, norms.Pointer);
            ParallelRange.Run(
                new FirstListJob(this, blockQueries, blockProbes, tables.Rows, heaps, workers, options), rows, 4, workers, options.CancellationToken);
            var visits = new ListVisits(blockProbes.Lists, blockProbes.Distances, 1, NList, numbers.Pointer, coarse.Pointer);
            int nextList = 0;
            ParallelRange.Run(
                new TableGroupJob(this, visits, tables.Rows, heaps, &nextList, options), workers, 1, workers, options.CancellationToken);
            var alone = new SearchJob(this, blockQueries, blockProbes, distances.Slice(start, rows), ids.Slice(start, rows), options);
            ParallelRange.Run(
                new JoinJob(this, heaps, workers, distances.Slice(start, rows), ids.Slice(start, rows), alone),
                rows, 16, workers, options.CancellationToken);
        }
    }

    /// <summary>Builds the tables of queries and sends each through its nearest list, whose worst result limits the heaps of all workers.</summary>
    private readonly unsafe struct FirstListJob(
        IvfIndex index, Rows<float> queries, Probes probes, Rows<float> tables, GroupedHeaps heaps, int workers, SearchOptions options)
        : IRangeJob
    {
        public void Run(long start, long end)
        {
            CodeScanner scanner = index.RentScanner(options);
            for (long q = start; q < end; q++)
            {
                scanner.BuildQueryTable(queries.RowPointer(q), tables.RowPointer(q));
                scanner.SetQueryTable(tables.RowPointer(q));
                heaps.Open(0, q, TopKHeap.Missing(index.Metric));
                long list = probes.Lists[q][0];
                if (list >= 0)
                    index.ScanList(scanner, list, probes.Distances[q][0], options.Filter, heaps.Scores(0, q), heaps.Locations(0, q), heaps.Candidates);
                for (long worker = 1; worker < workers; worker++)
                    heaps.Open(worker, q, heaps.Scores(0, q)[0]);
            }
            index._scanners.Return(scanner);
        }
    }

    /// <summary>A worker takes one list after the other until all are done; its heaps are its own.</summary>
    private readonly unsafe struct TableGroupJob(
        IvfIndex index, ListVisits visits, Rows<float> tables, GroupedHeaps heaps, int* nextList, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            CodeScanner scanner = index.RentScanner(options);
            for (long worker = start; worker < end; worker++)
            {
                for (int list = Interlocked.Increment(ref *nextList) - 1; list < index.NList; list = Interlocked.Increment(ref *nextList) - 1)
                {
                    options.CancellationToken.ThrowIfCancellationRequested();
                    for (int i = 0; i < visits.Count(list); i++)
                    {
                        int query = visits.Queries(list)[i];
                        scanner.SetQueryTable(tables.RowPointer(query));
                        index.ScanList(
                            scanner, list, visits.CoarseDistances(list)[i], options.Filter, heaps.Scores(worker, query),
                            heaps.Locations(worker, query), heaps.Candidates);
                    }
                }
            }
            index._scanners.Return(scanner);
        }
    }

    private readonly struct JoinJob(
        IvfIndex index, GroupedHeaps heaps, int workers, Rows<float> distances, Rows<long> ids, SearchJob alone) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long q = start; q < end; q++)
            {
                bool settled = index.Metric == Metric.L2
                    ? heaps.Join<SmallestFirst>(workers, q, distances[q], ids[q])
                    : heaps.Join<LargestFirst>(workers, q, distances[q], ids[q]);
                if (!settled)
                    alone.Run(q, q + 1);
            }
        }
    }
}
