using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class PqFastScanIndex
{
    /// <summary>Queries whose tables and heaps stay in the cache together.</summary>
    private const long MaxQueriesPerScan = 64;

    /// <summary>Bytes of codes that meet all queries of a worker while they are in the second-level cache.</summary>
    private const int ScanBytes = 256 * 1024;

    private readonly FastScanTables _tables = new();

    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        long workers = ParallelRange.Workers(options.MaxDegreeOfParallelism);
        long chunk = Math.Clamp((queries.Count + workers - 1) / workers, 1, MaxQueriesPerScan);
        ParallelRange.Run(
            new SearchJob(this, queries, distances, ids, options), queries.Count, chunk,
            options.MaxDegreeOfParallelism, options.CancellationToken);
    }

    private protected override RangeSearchResult<float> RangeSearchCore(Rows<float> queries, float radius, SearchOptions options)
    {
        RangeHits<float>[] hits = RangeHits<float>.ForQueries(queries.Count);
        ParallelRange.Run(
            new RangeJob(this, queries, radius, hits, options), queries.Count, 1, options.MaxDegreeOfParallelism, options.CancellationToken);
        return RangeHits<float>.Concatenate(hits);
    }

    /// <summary>Distances to what the codes stand for, without rounded tables.</summary>
    internal override unsafe void DistancesTo(float* query, ReadOnlySpan<long> ids, Span<float> distances, SearchOptions options)
    {
        using var table = new Scratch<float>(1, M * FastScanTable.KSub);
        using var code = new Scratch<byte>(1, CodeSize);
        _tables.Of(Quantizer).Build(query, Metric, table.Pointer);
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] >= Count)
                throw Guard.NoSuchId(ids[i], nameof(ids));
            if (ids[i] < 0)
                continue;
            Codes.Read(ids[i], code.Rows);
            float distance;
            PqScan.ScanPacked(code.Pointer, 1, CodeSize, M, NBits, table.Pointer, 0, &distance);
            distances[i] = distance;
        }
    }

    private readonly unsafe struct SearchJob(
        PqFastScanIndex index, Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            if (index.Metric == Metric.L2)
                Run<SmallestFirst>(start, end);
            else
                Run<LargestFirst>(start, end);
        }

        private void Run<TOrder>(long start, long end)
            where TOrder : struct, ITopKOrder<int>, ITopKOrder<float>
        {
            int count = (int)(end - start);
            using var batch = new FastScanBatch(index._tables.Of(index.Quantizer), index.Metric, count, tablesPerQuery: 1);
            for (int q = 0; q < count; q++)
            {
                batch.SetTable(q, queries.RowPointer(start + q));
                batch.Open<TOrder>(q, distances.RowPointer(start + q), ids.RowPointer(start + q), distances.Width);
            }
            CodeBuffer codes = index.Codes;
            long step = Math.Max(1, ScanBytes / (NibbleBlocks.RowBytes * index.M)) * NibbleBlocks.BlockRows;
            for (long row = 0; row < codes.Count; row += step)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                long to = Math.Min(codes.Count, row + step);
                FastScan.Scan<TOrder>(codes.Pointer, row, to, index.M, batch.Queries, count, new IdSource(0, options.Filter));
            }
            for (int q = 0; q < count; q++)
                batch.Close<TOrder>(q, distances[start + q], ids[start + q]);
        }
    }

    private readonly unsafe struct RangeJob(
        PqFastScanIndex index, Rows<float> queries, float radius, RangeHits<float>[] hits, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            using var batch = new FastScanBatch(index._tables.Of(index.Quantizer), index.Metric, 1, tablesPerQuery: 1);
            long rows = index.Codes.Count;
            for (long q = start; q < end; q++)
            {
                batch.SetTable(0, queries.RowPointer(q));
                for (long row = 0; row < rows; row += FastScanBatch.RangeRows)
                {
                    options.CancellationToken.ThrowIfCancellationRequested();
                    long to = Math.Min(rows, row + FastScanBatch.RangeRows);
                    batch.ScanRange(index.Codes.Pointer, row, to, new IdSource(0, options.Filter), radius, hits[q]);
                }
            }
        }
    }
}
