using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>Fewer queries than workers: the codes are shared out instead of the queries, with the results of one worker.</summary>
public abstract partial class FlatCodesIndex
{
    /// <summary>Bytes of codes below which waking other workers takes longer than what they would save.</summary>
    private const long MinSplitBytes = 1 << 20;

    /// <summary>Pieces of the codes per worker, so that all end at about the same time.</summary>
    private const int PiecesPerWorker = 4;

    /// <summary>Whether results depend on the order in which codes are looked at, so that only one worker finds what FAISS finds.</summary>
    private protected virtual bool NeedsCodeOrder => false;

    private bool SplitPays(long queries, int workers)
        => queries < workers && !NeedsCodeOrder && queries * Count >= MinSplitBytes / Math.Max(1, CodeSize);

    private unsafe void SearchSplit(int workers, Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        int candidates = WorkerHeaps<float>.CandidatesFor(distances.Width, Metric);
        using var scores = new Scratch<float>(queries.Count * workers, candidates);
        using var found = new Scratch<long>(queries.Count * workers, candidates);
        var heaps = new WorkerHeaps<float>(scores.Pointer, found.Pointer, workers, queries.Count, candidates);
        TopKHeap.Initialize(Metric, scores.Pointer, found.Pointer, queries.Count * workers, candidates);
        long piece = Math.Clamp(Count / ((long)workers * PiecesPerWorker) / CodeScanner.BlockRows, 1, CancellationRows / CodeScanner.BlockRows)
            * CodeScanner.BlockRows;
        long next = 0;
        ParallelRange.Run(new SplitJob(this, queries, heaps, piece, &next, options), workers, 1, workers, options.CancellationToken);
        var alone = new SearchJob(this, queries, distances, ids, options);
        for (long q = 0; q < queries.Count; q++)
        {
            bool settled = Metric == Metric.L2
                ? heaps.Join<SmallestFirst>(q, distances[q], ids[q])
                : heaps.Join<LargestFirst>(q, distances[q], ids[q]);
            if (!settled)
                alone.Run(q, q + 1);
        }
    }

    /// <summary>A worker takes one piece after the other: of the codes for all queries, or for one query after another where tables are built for it.</summary>
    private readonly unsafe struct SplitJob(
        FlatCodesIndex index, Rows<float> queries, WorkerHeaps<float> heaps, long piece, long* next, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long worker = start; worker < end; worker++)
                Work(worker);
        }

        private void Work(long worker)
        {
            CodeScanner scanner = index.RentScanner(options);
            long group = scanner.SwitchesQueriesCheaply ? queries.Count : 1;
            long pieces = (index.Count + piece - 1) / piece;
            long tasks = pieces * (queries.Count / group);
            long present = -1;
            for (long task = Interlocked.Increment(ref *next) - 1; task < tasks; task = Interlocked.Increment(ref *next) - 1)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                Scan(scanner, worker, task / pieces * group, group, task % pieces * piece, ref present);
            }
            index._scanners.Return(scanner);
        }

        private void Scan(CodeScanner scanner, long worker, long firstQuery, long group, long firstRow, ref long present)
        {
            CodeBuffer codes = index.Codes;
            long end = Math.Min(codes.Count, firstRow + piece);
            // A block of codes meets all queries of the group while it is in the cache; one query meets everything at once.
            long blockRows = group == 1 ? piece : CodeScanner.BlockRows;
            for (long row = firstRow; row < end; row += blockRows)
            {
                for (long q = firstQuery; q < firstQuery + group; q++)
                {
                    if (q != present)
                        scanner.SetQuery(queries.RowPointer(q));
                    present = q;
                    scanner.Scan(
                        codes.Pointer + codes.Layout.Bytes(row), Math.Min(blockRows, end - row), new IdSource(row, options.Filter),
                        heaps.Scores(worker, q), heaps.Ids(worker, q), heaps.Candidates);
                }
            }
        }
    }
}
