using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public abstract partial class IvfIndex
{
    /// <summary>Probes of all queries that a block of queries may have, so that their distances stay in the cache.</summary>
    private const long ProbesPerBlock = 1 << 20;

    /// <summary>Makes a scanner for the present training; types that search their lists in another way have none.</summary>
    private protected virtual CodeScanner CreateScanner()
        => throw new NotSupportedException($"Lists of {Description} are not compared code by code.");

    /// <summary>Forgets scanners, because the way they search has changed.</summary>
    private protected void ForgetScanners() => _scanners.Clear();

    private CodeScanner RentScanner(SearchOptions options)
    {
        CodeScanner scanner = _scanners.TryRent() ?? CreateScanner();
        scanner.Begin(options);
        return scanner;
    }

    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        int nProbe = ProbeCount(options);
        long block = Math.Clamp(ProbesPerBlock / nProbe, 1, queries.Count);
        using var coarseDistances = new Scratch<float>(block, nProbe);
        using var coarseIds = new Scratch<long>(block, nProbe);
        for (long start = 0; start < queries.Count; start += block)
        {
            long rows = Math.Min(block, queries.Count - start);
            var probes = new Probes(coarseDistances.Rows.Slice(0, rows), coarseIds.Rows.Slice(0, rows));
            Rows<float> blockQueries = queries.Slice(start, rows);
            _coarse.SearchInner(blockQueries, probes.Distances, probes.Lists, CoarseOptions(options));
            LimitProbes(probes, start, options);
            SearchLists(blockQueries, probes, distances.Slice(start, rows), ids.Slice(start, rows), options);
        }
    }

    /// <summary>The queries of a block together where they share lists, else one after the other. Both ways give the same results.</summary>
    private protected virtual void SearchLists(
        Rows<float> queries, Probes probes, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        // With a limit it matters to each query in which order it sees its codes.
        if (CodeLimit(options) != long.MaxValue)
        {
            SearchApart(queries, probes, distances, ids, options);
            return;
        }
        bool grouped = GroupsPay(probes);
        if (grouped && PacksLists)
            SearchGrouped(queries, probes, distances, ids, options);
        else if (grouped && QueryTableLength > 0)
            SearchByTables(QueryTableLength, queries, probes, distances, ids, options);
        else if (SplitPays(probes, ParallelRange.Workers(options.MaxDegreeOfParallelism)))
            SearchSplit(queries, probes, distances, ids, options);
        else
            SearchApart(queries, probes, distances, ids, options);
    }

    private void SearchApart(Rows<float> queries, Probes probes, Rows<float> distances, Rows<long> ids, SearchOptions options)
        => ParallelRange.Run(
            new SearchJob(this, queries, probes, distances, ids, options),
            queries.Count, 1, options.MaxDegreeOfParallelism, options.CancellationToken);

    /// <summary>As <see cref="SearchLists"/>, but finds <see cref="ListLocation"/> in the place of ids.</summary>
    private protected virtual void SearchLocations(
        Rows<float> queries, Probes probes, Rows<float> distances, Rows<long> locations, SearchOptions options)
        => ParallelRange.Run(
            new SearchJob(this, queries, probes, distances, locations, options, findsLocations: true),
            queries.Count, 1, options.MaxDegreeOfParallelism, options.CancellationToken);

    private protected override RangeSearchResult<float> RangeSearchCore(Rows<float> queries, float radius, SearchOptions options)
    {
        int nProbe = ProbeCount(options);
        RangeHits<float>[] hits = RangeHits<float>.ForQueries(queries.Count);
        using var coarseDistances = new Scratch<float>(queries.Count, nProbe);
        using var coarseIds = new Scratch<long>(queries.Count, nProbe);
        var probes = new Probes(coarseDistances.Rows, coarseIds.Rows);
        if (queries.Count > 0)
            _coarse.SearchInner(queries, probes.Distances, probes.Lists, CoarseOptions(options));
        LimitProbes(probes, 0, options);
        RangeSearchLists(queries, probes, radius, hits, options);
        return RangeHits<float>.Concatenate(hits);
    }

    /// <summary>Appends what each query finds in its lists, nearest list first.</summary>
    private protected virtual void RangeSearchLists(
        Rows<float> queries, Probes probes, float radius, RangeHits<float>[] hits, SearchOptions options)
        => ParallelRange.Run(
            new RangeJob(this, queries, probes, radius, hits, options),
            queries.Count, 1, options.MaxDegreeOfParallelism, options.CancellationToken);

    /// <summary>Offers the codes of a list to the heap of the query that the scanner has.</summary>
    private unsafe void ScanList(CodeScanner scanner, long list, float coarseDistance, IdFilter? filter, float* scores, long* ids, int k)
        => ScanList(scanner, list, coarseDistance, new IdSource(Lists.Ids((int)list).Pointer, filter), long.MaxValue, scores, ids, k);

    private unsafe void ScanList(
        CodeScanner scanner, long list, float coarseDistance, in IdSource source, long limit, float* scores, long* ids, int k)
    {
        long length = Math.Min(limit, Lists.Length((int)list));
        if (length == 0)
            return;
        scanner.SetList(list, coarseDistance);
        scanner.Scan(Lists.Codes((int)list), length, source, scores, ids, k);
    }

    /// <summary>Which lists each query of a block visits, nearest first, and how far their centroids are.</summary>
    private protected readonly struct Probes(Rows<float> distances, Rows<long> lists)
    {
        public Rows<float> Distances { get; } = distances;

        public Rows<long> Lists { get; } = lists;
    }

    private readonly unsafe struct SearchJob(
        IvfIndex index, Rows<float> queries, Probes probes, Rows<float> distances, Rows<long> ids, SearchOptions options, bool findsLocations = false)
        : IRangeJob
    {
        public void Run(long start, long end)
        {
            CodeScanner scanner = index.RentScanner(options);
            for (long q = start; q < end; q++)
                SearchOne(scanner, q);
            index._scanners.Return(scanner);
        }

        /// <summary>One query over its lists, nearest first.</summary>
        public void SearchOne(CodeScanner scanner, long q)
        {
            int k = distances.Width;
            float* heapScores = distances.RowPointer(q);
            long* heapIds = ids.RowPointer(q);
            TopKHeap.Initialize(index.Metric, heapScores, heapIds, 1, k);
            scanner.SetQuery(queries.RowPointer(q));
            long left = index.CodeLimit(options);
            for (int probe = 0; probe < probes.Lists.Width && left > 0; probe++)
            {
                long list = probes.Lists.RowPointer(q)[probe];
                if (list < 0)
                    continue;
                long* stored = index.Lists.Ids((int)list).Pointer;
                IdSource source = findsLocations
                    ? new IdSource(ListLocation.Of(list, 0), stored, options.Filter)
                    : new IdSource(stored, options.Filter);
                index.ScanList(scanner, list, probes.Distances.RowPointer(q)[probe], source, left, heapScores, heapIds, k);
                left -= index.Lists.Length((int)list);
            }
            TopKHeap.Sort(index.Metric, heapScores, heapIds, 1, k);
        }
    }

    private readonly unsafe struct RangeJob(
        IvfIndex index, Rows<float> queries, Probes probes, float radius, RangeHits<float>[] hits, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            CodeScanner scanner = index.RentScanner(options);
            InvertedLists lists = index.Lists;
            for (long q = start; q < end; q++)
            {
                scanner.SetQuery(queries.RowPointer(q));
                for (int probe = 0; probe < probes.Lists.Width; probe++)
                {
                    long list = probes.Lists.RowPointer(q)[probe];
                    long length = list < 0 ? 0 : lists.Length((int)list);
                    if (length == 0)
                        continue;
                    scanner.SetList(list, probes.Distances.RowPointer(q)[probe]);
                    scanner.ScanRange(lists.Codes((int)list), length, new IdSource(lists.Ids((int)list).Pointer, options.Filter), radius, hits[q]);
                }
            }
            index._scanners.Return(scanner);
        }
    }
}
