using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>Fewer queries than workers: the codes are shared out instead of the queries, with the results of one worker.</summary>
internal static partial class HammingSearch
{
    /// <summary>Bytes of codes below which waking other workers takes longer than what they would save.</summary>
    private const long MinSplitBytes = 1 << 20;

    private static bool SplitPays(CodeBuffer codes, long queries, int workers)
        => queries < workers && queries * codes.Count >= MinSplitBytes / codes.CodeSize;

    private static unsafe void SearchSplit(
        CodeBuffer codes, int workers, Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
    {
        int count = checked((int)queries.Count);
        int k = distances.Width;
        using var tables = new Scratch<byte>(count, HammingBlockScan.ScratchBytes(codes.CodeSize));
        using var scores = new Scratch<int>(queries.Count * workers, k);
        using var found = new Scratch<long>(queries.Count * workers, k);
        var heaps = new WorkerHeaps<int>(scores.Pointer, found.Pointer, workers, queries.Count, k);
        HammingBlockScan[] scans = new HammingBlockScan[count];
        for (int i = 0; i < count; i++)
            scans[i] = new HammingBlockScan(queries.RowPointer(i), codes.CodeSize, tables.Rows.RowPointer(i));
        for (long heap = 0; heap < queries.Count * workers; heap++)
            TopKHeap.Initialize<SmallestFirst, int>(heaps.Scores(0, heap), heaps.Ids(0, heap), k);
        long nextPass = 0;
        ParallelRange.Run(new SplitJob(codes, scans, heaps, &nextPass, options), workers, 1, workers, options.CancellationToken);
        for (long q = 0; q < queries.Count; q++)
            heaps.Join<SmallestFirst>(q, distances[q], ids[q]);
    }

    /// <summary>A worker takes one pass after the other, in ascending order, until all are done.</summary>
    private readonly unsafe struct SplitJob(
        CodeBuffer codes, HammingBlockScan[] scans, WorkerHeaps<int> heaps, long* nextPass, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            long passRows = PassRows(codes);
            using var transposed = new Scratch<byte>(codes.Layout.IsTransposed ? 0 : passRows, codes.CodeSize);
            for (long worker = start; worker < end; worker++)
            {
                for (long row = Next(passRows); row < codes.Count; row = Next(passRows))
                {
                    options.CancellationToken.ThrowIfCancellationRequested();
                    long rows = Math.Min(codes.Count - row, passRows);
                    byte* blocks = Blocks(codes, row, rows, transposed.Pointer);
                    var source = new IdSource(row, options.Filter);
                    for (int q = 0; q < scans.Length; q++)
                        scans[q].Scan(blocks, 0, rows, source, heaps.Scores(worker, q), heaps.Ids(worker, q), heaps.Candidates);
                }
            }
        }

        private long Next(long passRows) => (Interlocked.Increment(ref *nextPass) - 1) * passRows;
    }
}
