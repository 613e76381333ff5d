using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// One query over many lists with several workers: each takes the next list and keeps candidates of its own, one more than k. Which worker
/// takes which list is chance and does not matter, because the k best are the same in any order, unless the k-th and the next are equal: then the
/// query is searched again by one worker.
/// </summary>
public abstract partial class IvfIndex
{
    /// <summary>Bytes of codes below which waking other workers takes longer than what they would save.</summary>
    private const long MinSplitBytes = 1 << 20;

    /// <summary>Whether what is found depends on the order in which the lists of a query are visited, so that one worker must visit them.</summary>
    private protected virtual bool NeedsListOrder => false;

    private bool SplitPays(Probes probes, int workers)
    {
        if (NeedsListOrder || workers <= probes.Lists.Count || probes.Lists.Width < 2)
            return false;
        long codes = 0;
        foreach (long list in probes.Lists.AsSpan())
            codes += list < 0 ? 0 : Lists.Length((int)list);
        return codes / probes.Lists.Count >= MinSplitBytes / Math.Max(1, Lists.CodeSize);
    }

    private unsafe void SearchSplit(Rows<float> queries, Probes probes, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        int workers = Math.Min(ParallelRange.Workers(options.MaxDegreeOfParallelism), probes.Lists.Width);
        int candidates = distances.Width + 1;
        using var scores = new Scratch<float>(workers, candidates);
        using var found = new Scratch<long>(workers, candidates);
        using var norms = new Scratch<float>(workers, 2);
        var heaps = new GroupedHeaps(Metric, 1, candidates, scores.Pointer, found.Pointer, norms.Pointer);
        var alone = new SearchJob(this, queries, probes, distances, ids, options);
        for (long q = 0; q < queries.Count; q++)
        {
            int nextProbe = 0;
            ParallelRange.Run(
                new SplitJob(this, queries.RowPointer(q), probes, q, heaps, &nextProbe, options), workers, 1, workers, options.CancellationToken);
            bool settled = Metric == Metric.L2
                ? heaps.Join<SmallestFirst>(workers, 0, distances[q], ids[q])
                : heaps.Join<LargestFirst>(workers, 0, distances[q], ids[q]);
            if (!settled)
                alone.Run(q, q + 1);
        }
    }

    private readonly unsafe struct SplitJob(
        IvfIndex index, float* query, Probes probes, long row, GroupedHeaps heaps, int* nextProbe, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long worker = start; worker < end; worker++)
                Work(worker);
        }

        private void Work(long worker)
        {
            heaps.Open(worker, 0, TopKHeap.Missing(index.Metric));
            int width = probes.Lists.Width;
            int probe = Interlocked.Increment(ref *nextProbe) - 1;
            if (probe >= width)
                return;
            CodeScanner scanner = index.RentScanner(options);
            scanner.SetQuery(query);
            for (; probe < width; probe = Interlocked.Increment(ref *nextProbe) - 1)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                long list = probes.Lists[row][probe];
                if (list >= 0)
                    index.ScanList(
                        scanner, list, probes.Distances[row][probe], options.Filter, heaps.Scores(worker, 0), heaps.Locations(worker, 0), heaps.Candidates);
            }
            index._scanners.Return(scanner);
        }
    }
}
