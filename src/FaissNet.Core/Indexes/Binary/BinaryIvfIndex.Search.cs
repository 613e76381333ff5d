using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class BinaryIvfIndex
{
    /// <summary>Probes of all queries that a block of queries may have, so that they stay in the cache.</summary>
    private const long ProbesPerBlock = 1 << 20;

    private long _longestMapped = -1;

    private protected override void SearchCore(Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
    {
        int nProbe = ProbeCount(options);
        long block = Math.Clamp(ProbesPerBlock / nProbe, 1, queries.Count);
        using var coarseDistances = new Scratch<int>(block, nProbe);
        using var coarseIds = new Scratch<long>(block, nProbe);
        for (long start = 0; start < queries.Count; start += block)
        {
            long rows = Math.Min(block, queries.Count - start);
            Rows<long> lists = coarseIds.Rows.Slice(0, rows);
            Rows<byte> blockQueries = queries.Slice(start, rows);
            _coarse.SearchInner(blockQueries, coarseDistances.Rows.Slice(0, rows), lists, CoarseOptions(options));
            LimitProbes(lists, start, options);
            SearchLists(blockQueries, lists, distances.Slice(start, rows), ids.Slice(start, rows), options);
        }
    }

    private protected override RangeSearchResult<int> RangeSearchCore(Rows<byte> queries, int radius, SearchOptions options)
    {
        int nProbe = ProbeCount(options);
        RangeHits<int>[] hits = RangeHits<int>.ForQueries(queries.Count);
        using var coarseDistances = new Scratch<int>(queries.Count, nProbe);
        using var lists = new Scratch<long>(queries.Count, nProbe);
        if (queries.Count > 0)
            _coarse.SearchInner(queries, coarseDistances.Rows, lists.Rows, CoarseOptions(options));
        LimitProbes(lists.Rows, 0, options);
        ParallelRange.Run(
            new RangeJob(this, queries, lists.Rows, radius, hits, options), queries.Count, 1, options.MaxDegreeOfParallelism,
            options.CancellationToken);
        return RangeHits<int>.Concatenate(hits);
    }

    private protected override unsafe void ReconstructCore(long id, Span<byte> vector)
    {
        long entry = DirectMap.Type == DirectMapType.None ? ListEditing.Locate(Lists, id) : DirectMap.Find(id);
        if (entry < 0)
            throw Guard.NoSuchId(id);
        (int list, long row) = DirectMap.Location(entry);
        fixed (byte* pointer = vector)
            Lists.ReadCodes(list, row, new Rows<byte>(pointer, 1, CodeSize));
    }

    /// <summary>The queries of a block together where they share lists, else one after the other. Both ways give the same results.</summary>
    private void SearchLists(Rows<byte> queries, Rows<long> lists, Rows<int> distances, Rows<long> ids, SearchOptions options)
    {
        // With a limit it matters to each query in which order it sees its codes.
        if (CodeLimit(options) == long.MaxValue && GroupsPay(lists, options))
        {
            SearchGrouped(queries, lists, distances, ids, options);
            return;
        }
        ParallelRange.Run(
            new SearchJob(this, queries, lists, distances, ids, options), queries.Count, 1, options.MaxDegreeOfParallelism,
            options.CancellationToken);
    }

    /// <summary>
    /// Rows of the room in which a list is transposed when it is looked at: none unless the lists are those of a mapped file, which lie row by row.
    /// </summary>
    private long TransposedRows()
    {
        if (Lists.Layout.IsTransposed)
            return 0;
        if (_longestMapped < 0)
        {
            long longest = 0;
            for (int list = 0; list < NList; list++)
                longest = Math.Max(longest, Lists.Length(list));
            _longestMapped = (longest + CodeBlocks.BlockRows - 1) / CodeBlocks.BlockRows * CodeBlocks.BlockRows;
        }
        return _longestMapped;
    }

    private readonly unsafe struct SearchJob(
        BinaryIvfIndex index, Rows<byte> queries, Rows<long> probes, Rows<int> distances, Rows<long> ids, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            using var scratch = new Scratch<byte>(1, HammingBlockScan.ScratchBytes(index.CodeSize));
            using var room = new Scratch<byte>(index.TransposedRows(), index.CodeSize);
            int k = distances.Width;
            for (long q = start; q < end; q++)
            {
                int* heapDistances = distances.RowPointer(q);
                long* heapIds = ids.RowPointer(q);
                TopKHeap.Initialize<SmallestFirst, int>(heapDistances, heapIds, k);
                var scan = new HammingBlockScan(queries.RowPointer(q), index.CodeSize, scratch.Pointer);
                long left = index.CodeLimit(options);
                foreach (long list in probes[q])
                {
                    long length = list < 0 ? 0 : Math.Min(left, index.Lists.Length((int)list));
                    if (length == 0)
                        continue;
                    left -= length;
                    var source = new IdSource(index.Lists.Ids((int)list).Pointer, options.Filter);
                    byte* blocks = CodeBlocks.Of(index.Lists.Layout, index.Lists.Codes((int)list), length, room.Pointer);
                    scan.Scan(blocks, 0, length, source, heapDistances, heapIds, k);
                }
                TopKHeap.Sort<SmallestFirst, int>(heapDistances, heapIds, k);
            }
        }
    }

    private readonly unsafe struct RangeJob(
        BinaryIvfIndex index, Rows<byte> queries, Rows<long> probes, int radius, RangeHits<int>[] hits, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            using var scratch = new Scratch<byte>(1, HammingBlockScan.ScratchBytes(index.CodeSize));
            using var room = new Scratch<byte>(index.TransposedRows(), index.CodeSize);
            for (long q = start; q < end; q++)
            {
                var scan = new HammingBlockScan(queries.RowPointer(q), index.CodeSize, scratch.Pointer);
                foreach (long list in probes[q])
                {
                    long length = list < 0 ? 0 : index.Lists.Length((int)list);
                    if (length == 0)
                        continue;
                    var source = new IdSource(index.Lists.Ids((int)list).Pointer, options.Filter);
                    byte* blocks = CodeBlocks.Of(index.Lists.Layout, index.Lists.Codes((int)list), length, room.Pointer);
                    scan.Scan(blocks, 0, length, new HammingRange(source, radius, hits[q]));
                }
            }
        }
    }
}
