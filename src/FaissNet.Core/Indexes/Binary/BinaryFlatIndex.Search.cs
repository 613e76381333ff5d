using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class BinaryFlatIndex
{
    /// <summary>Codes that a search looks at between two looks at the cancellation token; whole blocks.</summary>
    private const long CancellationRows = 1 << 18;

    private protected override void SearchCore(Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
        => ParallelRange.Run(
            new SearchJob(Codes, queries, distances, ids, options), queries.Count, 1, options.MaxDegreeOfParallelism, options.CancellationToken);

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

    private readonly unsafe struct SearchJob(
        CodeBuffer codes, Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int k = distances.Width;
            using var scratch = new Scratch<byte>(1, HammingBlockScan.ScratchBytes(codes.CodeSize));
            var source = new IdSource(0, options.Filter);
            for (long q = start; q < end; q++)
            {
                int* heapDistances = distances.RowPointer(q);
                long* heapIds = ids.RowPointer(q);
                TopKHeap.Initialize<SmallestFirst, int>(heapDistances, heapIds, k);
                var scan = new HammingBlockScan(queries.RowPointer(q), codes.CodeSize, scratch.Pointer);
                for (long row = 0; row < codes.Count; row += CancellationRows)
                {
                    options.CancellationToken.ThrowIfCancellationRequested();
                    scan.Scan(codes.Pointer, row, Math.Min(codes.Count, row + CancellationRows), source, heapDistances, heapIds, k);
                }
                TopKHeap.Sort<SmallestFirst, int>(heapDistances, heapIds, k);
            }
        }
    }

    private readonly unsafe struct RangeJob(
        CodeBuffer codes, Rows<byte> queries, int radius, RangeHits<int>[] hits, SearchOptions options) : IRangeJob
    {
        private const int BlockRows = 1024;

        public void Run(long start, long end)
        {
            using var block = new Scratch<byte>(BlockRows, codes.CodeSize);
            using var distances = new Scratch<int>(1, BlockRows);
            var source = new IdSource(0, options.Filter);
            for (long row = 0; row < codes.Count; row += BlockRows)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                int rows = (int)Math.Min(BlockRows, codes.Count - row);
                codes.Read(row, block.Rows.Slice(0, rows));
                for (long q = start; q < end; q++)
                {
                    Hamming.Distances(queries.RowPointer(q), block.Pointer, rows, codes.CodeSize, distances.Pointer);
                    for (int i = 0; i < rows; i++)
                    {
                        if (distances.Pointer[i] < radius && source.TryGet(row + i, out long id))
                            hits[q].Add(distances.Pointer[i], id);
                    }
                }
            }
        }
    }
}
