using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class BinaryFlatIndex
{
    private protected override void SearchCore(Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
        => HammingSearch.Search(Codes, queries, distances, ids, options);

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

    private readonly unsafe struct RangeJob(
        CodeBuffer codes, Rows<byte> queries, int radius, RangeHits<int>[] hits, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            using var scratch = new Scratch<byte>(1, HammingBlockScan.ScratchBytes(codes.CodeSize));
            long passRows = HammingSearch.PassRows(codes);
            using var transposed = new Scratch<byte>(codes.Layout.IsTransposed ? 0 : passRows, codes.CodeSize);
            for (long q = start; q < end; q++)
            {
                var scan = new HammingBlockScan(queries.RowPointer(q), codes.CodeSize, scratch.Pointer);
                for (long row = 0; row < codes.Count; row += passRows)
                {
                    options.CancellationToken.ThrowIfCancellationRequested();
                    long rows = Math.Min(codes.Count - row, passRows);
                    byte* blocks = HammingSearch.Blocks(codes, row, rows, transposed.Pointer);
                    scan.Scan(blocks, 0, rows, new HammingRange(new IdSource(row, options.Filter), radius, hits[q]));
                }
            }
        }
    }
}
