using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class BinaryFlatIndex
{
    /// <summary>Bytes of codes that all queries of a group meet before the next are read: they stay in the second-level cache.</summary>
    private const long PassBytes = 256 * 1024;

    /// <summary>Queries that share a pass over the codes at most: their tables must stay in the cache beside the codes.</summary>
    private const int MaxQueriesPerPass = 32;

    private protected override void SearchCore(Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
    {
        int workers = ParallelRange.Workers(options.MaxDegreeOfParallelism);
        if (SplitPays(queries.Count, workers))
        {
            SearchSplit(workers, queries, distances, ids, options);
            return;
        }
        // Groups of one size, as many for each worker, so that all end together.
        long groups = (queries.Count + MaxQueriesPerPass - 1) / MaxQueriesPerPass;
        groups = Math.Max(1, (groups + workers - 1) / workers * workers);
        ParallelRange.Run(
            new SearchJob(Codes, queries, distances, ids, options), queries.Count, (queries.Count + groups - 1) / groups, workers,
            options.CancellationToken);
    }

    private protected override RangeSearchResult<int> RangeSearchCore(Rows<byte> queries, int radius, SearchOptions options)
    {
        RangeHits<int>[] hits = RangeHits<int>.ForQueries(queries.Count);
        ParallelRange.Run(
            new RangeJob(Codes, queries, radius, hits, options), queries.Count, 1, options.MaxDegreeOfParallelism, options.CancellationToken);
        return RangeHits<int>.Concatenate(hits);
    }

    private protected override unsafe void ReconstructCore(long id, Span<byte> vector)
    {
        if ((ulong)id >= (ulong)Count)
            throw Guard.NoSuchId(id);
        fixed (byte* pointer = vector)
            Codes.Read(id, new Rows<byte>(pointer, 1, CodeSize));
    }

    private static long PassRows(CodeBuffer codes) => Math.Max(1, PassBytes / codes.CodeSize / CodeBlocks.BlockRows) * CodeBlocks.BlockRows;

    /// <summary>The codes of a pass in blocks; those of a mapped file lie in rows and are transposed first.</summary>
    private static unsafe byte* Blocks(CodeBuffer codes, long row, long rows, byte* transposed)
        => CodeBlocks.Of(codes.Layout, codes.Pointer + row * codes.CodeSize, rows, transposed);

    private readonly unsafe struct SearchJob(
        CodeBuffer codes, Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int k = distances.Width;
            int count = (int)(end - start);
            using var scratch = new Scratch<byte>(count, HammingBlockScan.ScratchBytes(codes.CodeSize));
            HammingBlockScan* scans = stackalloc HammingBlockScan[MaxQueriesPerPass];
            for (int i = 0; i < count; i++)
            {
                scans[i] = new HammingBlockScan(queries.RowPointer(start + i), codes.CodeSize, scratch.Rows.RowPointer(i));
                TopKHeap.Initialize<SmallestFirst, int>(distances.RowPointer(start + i), ids.RowPointer(start + i), k);
            }
            long passRows = PassRows(codes);
            using var transposed = new Scratch<byte>(codes.Layout.IsTransposed ? 0 : passRows, codes.CodeSize);
            for (long row = 0; row < codes.Count; row += passRows)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                long rows = Math.Min(codes.Count - row, passRows);
                byte* blocks = Blocks(codes, row, rows, transposed.Pointer);
                var source = new IdSource(row, options.Filter);
                for (int i = 0; i < count; i++)
                    scans[i].Scan(blocks, 0, rows, source, distances.RowPointer(start + i), ids.RowPointer(start + i), k);
            }
            for (long q = start; q < end; q++)
                TopKHeap.Sort<SmallestFirst, int>(distances.RowPointer(q), ids.RowPointer(q), k);
        }
    }

    private readonly unsafe struct RangeJob(
        CodeBuffer codes, Rows<byte> queries, int radius, RangeHits<int>[] hits, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            using var scratch = new Scratch<byte>(1, HammingBlockScan.ScratchBytes(codes.CodeSize));
            long passRows = PassRows(codes);
            using var transposed = new Scratch<byte>(codes.Layout.IsTransposed ? 0 : passRows, codes.CodeSize);
            for (long q = start; q < end; q++)
            {
                var scan = new HammingBlockScan(queries.RowPointer(q), codes.CodeSize, scratch.Pointer);
                for (long row = 0; row < codes.Count; row += passRows)
                {
                    options.CancellationToken.ThrowIfCancellationRequested();
                    long rows = Math.Min(codes.Count - row, passRows);
                    byte* blocks = Blocks(codes, row, rows, transposed.Pointer);
                    scan.Scan(blocks, 0, rows, new HammingRange(new IdSource(row, options.Filter), radius, hits[q]));
                }
            }
        }
    }
}
