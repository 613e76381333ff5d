using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>The nearest of all codes of a table by Hamming distance, for one query or many.</summary>
internal static partial class HammingSearch
{
    /// <summary>Bytes of codes that all queries of a group meet before the next are read: they stay in the second-level cache.</summary>
    private const long PassBytes = 256 * 1024;

    /// <summary>Queries that share a pass over the codes at most: their tables must stay in the cache beside the codes.</summary>
    private const int MaxQueriesPerPass = 32;

    /// <summary>Fills distances and ids, nq × k, best first; where there are fewer than k, the largest integer and −1.</summary>
    public static void Search(
        CodeBuffer codes, Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
    {
        int workers = ParallelRange.Workers(options.MaxDegreeOfParallelism);
        if (SplitPays(codes, queries.Count, workers))
        {
            SearchSplit(codes, workers, queries, distances, ids, options);
            return;
        }
        // Groups of one size, as many for each worker, so that all end together.
        long groups = (queries.Count + MaxQueriesPerPass - 1) / MaxQueriesPerPass;
        groups = Math.Max(1, (groups + workers - 1) / workers * workers);
        ParallelRange.Run(
            new SearchJob(codes, queries, distances, ids, options), queries.Count, (queries.Count + groups - 1) / groups, workers,
            options.CancellationToken);
    }

    /// <summary>Codes of a pass, whole blocks.</summary>
    public static long PassRows(CodeBuffer codes) => Math.Max(1, PassBytes / codes.CodeSize / CodeBlocks.BlockRows) * CodeBlocks.BlockRows;

    /// <summary>The codes of a pass in blocks; those of a mapped file lie in rows and are transposed first.</summary>
    public static unsafe byte* Blocks(CodeBuffer codes, long row, long rows, byte* transposed)
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
}
