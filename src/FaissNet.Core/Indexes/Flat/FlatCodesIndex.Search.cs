using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public abstract partial class FlatCodesIndex
{
    /// <summary>Codes that a search looks at between two looks at the cancellation token; whole transposed blocks.</summary>
    private const long CancellationRows = 1 << 16;

    /// <summary>Queries that share a pass over the codes at most, so that their heaps stay in the cache.</summary>
    private const long MaxQueriesPerScan = 64;

    private readonly ScannerPool _scanners = new();

    /// <summary>Makes a scanner for the present training; types that search in another way have none.</summary>
    private protected virtual CodeScanner CreateScanner()
        => throw new NotSupportedException($"Codes of {Description} are not compared one by one.");

    internal void ReturnScanner(CodeScanner scanner) => _scanners.Return(scanner);

    /// <summary>Forgets scanners, because the training that they were made for has changed.</summary>
    private protected void ForgetScanners() => _scanners.Clear();

    /// <summary>A scanner for the present training, also for an index that is built over this one; to be given back.</summary>
    internal CodeScanner RentScanner(SearchOptions options)
    {
        CodeScanner scanner = _scanners.TryRent() ?? CreateScanner();
        scanner.Begin(options);
        return scanner;
    }

    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        int workers = ParallelRange.Workers(options.MaxDegreeOfParallelism);
        if (SplitPays(queries.Count, workers))
        {
            SearchSplit(workers, queries, distances, ids, options);
            return;
        }
        // Few queries, one chunk per worker: a chunk reads the codes once.
        long chunk = Math.Max(1, queries.Count / Math.Min(queries.Count, workers));
        ParallelRange.Run(
            new SearchJob(this, queries, distances, ids, options), queries.Count, Math.Min(chunk, MaxQueriesPerScan),
            workers, options.CancellationToken);
    }

    private protected override RangeSearchResult<float> RangeSearchCore(Rows<float> queries, float radius, SearchOptions options)
    {
        RangeHits<float>[] hits = RangeHits<float>.ForQueries(queries.Count);
        ParallelRange.Run(
            new RangeJob(this, queries, radius, hits, options), queries.Count, 1, options.MaxDegreeOfParallelism, options.CancellationToken);
        return RangeHits<float>.Concatenate(hits);
    }

    internal override unsafe void DistancesTo(float* query, ReadOnlySpan<long> ids, Span<float> distances, SearchOptions options)
    {
        CodeScanner scanner = RentScanner(SearchOptions.Default);
        scanner.SetQuery(query);
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] >= Count)
                throw Guard.NoSuchId(ids[i], nameof(ids));
            if (ids[i] >= 0)
                distances[i] = scanner.DistanceOf(Codes.Pointer, ids[i]);
        }
        _scanners.Return(scanner);
    }

    private readonly unsafe struct SearchJob(
        FlatCodesIndex index, Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            CodeScanner scanner = index.RentScanner(options);
            int k = distances.Width;
            TopKHeap.Initialize(index.Metric, distances.RowPointer(start), ids.RowPointer(start), end - start, k);
            // Where tables are built for a query, it scans everything at once; else a block of codes meets all queries of the chunk.
            long queriesAtOnce = scanner.SwitchesQueriesCheaply ? end - start : 1;
            long blockRows = queriesAtOnce > 1 ? CodeScanner.BlockRows : CancellationRows;
            for (long first = start; first < end; first += queriesAtOnce)
                Scan(scanner, blockRows, first, first + queriesAtOnce);
            TopKHeap.Sort(index.Metric, distances.RowPointer(start), ids.RowPointer(start), end - start, k);
            index._scanners.Return(scanner);
        }

        private void Scan(CodeScanner scanner, long blockRows, long firstQuery, long endQuery)
        {
            CodeBuffer codes = index.Codes;
            bool one = endQuery - firstQuery == 1;
            if (one)
                scanner.SetQuery(queries.RowPointer(firstQuery));
            for (long row = 0; row < codes.Count; row += blockRows)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                long rows = Math.Min(blockRows, codes.Count - row);
                byte* block = codes.Pointer + codes.Layout.Bytes(row);
                var source = new IdSource(row, options.Filter);
                for (long q = firstQuery; q < endQuery; q++)
                {
                    if (!one)
                        scanner.SetQuery(queries.RowPointer(q));
                    scanner.Scan(block, rows, source, distances.RowPointer(q), ids.RowPointer(q), distances.Width);
                }
            }
        }
    }

    private readonly unsafe struct RangeJob(
        FlatCodesIndex index, Rows<float> queries, float radius, RangeHits<float>[] hits, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            CodeScanner scanner = index.RentScanner(options);
            CodeBuffer codes = index.Codes;
            for (long q = start; q < end; q++)
            {
                scanner.SetQuery(queries.RowPointer(q));
                for (long row = 0; row < codes.Count; row += CancellationRows)
                {
                    options.CancellationToken.ThrowIfCancellationRequested();
                    long rows = Math.Min(CancellationRows, codes.Count - row);
                    scanner.ScanRange(codes.Pointer + codes.Layout.Bytes(row), rows, new IdSource(row, options.Filter), radius, hits[q]);
                }
            }
            index._scanners.Return(scanner);
        }
    }
}
