using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// Batches grouped by list: while a list is in the cache it meets all queries that visit it. Ties are the difficulty, for with Hamming distances nearly
/// every query has some at the cut, and which stay depends on the order in which a query meets its lists. So a heap keeps the places of its
/// candidates in that order, up to 2k of them, of equals the first, and <see cref="GroupedTies"/> finds what a search in that order would have kept.
/// </summary>
public sealed partial class BinaryIvfIndex
{
    /// <summary>Queries per list below which there is nothing to share.</summary>
    private const int MinGroup = 3;

    /// <summary>Bytes of the tables of the queries that are grouped together.</summary>
    private const long GroupTableBytes = 4L << 20;

    private bool GroupsPay(Rows<long> lists, SearchOptions options)
    {
        long group = GroupSize(lists.Count, options);
        return group * lists.Width >= (long)MinGroup * NList && _count <= uint.MaxValue;
    }

    private long GroupSize(long queries, SearchOptions options)
    {
        int workers = ParallelRange.Workers(options.MaxDegreeOfParallelism);
        long fitting = Math.Max(1, GroupTableBytes / HammingBlockScan.ScratchBytes(CodeSize));
        return Math.Min(fitting, (queries + workers - 1) / workers);
    }

    private void SearchGrouped(Rows<byte> queries, Rows<long> lists, Rows<int> distances, Rows<long> ids, SearchOptions options)
        => ParallelRange.Run(
            new GroupJob(this, queries, lists, distances, ids, options), queries.Count, GroupSize(queries.Count, options),
            options.MaxDegreeOfParallelism, options.CancellationToken);

    private readonly unsafe struct GroupJob(
        BinaryIvfIndex index, Rows<byte> queries, Rows<long> probes, Rows<int> distances, Rows<long> ids, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int count = (int)(end - start);
            int capacity = checked(2 * distances.Width);
            using var tables = new Scratch<byte>(count, HammingBlockScan.ScratchBytes(index.CodeSize));
            using var scans = new Scratch<HammingBlockScan>(count, 1);
            using var heapDistances = new Scratch<int>(count, capacity);
            using var heapPlaces = new Scratch<long>(count, capacity);
            for (int i = 0; i < count; i++)
            {
                scans.Pointer[i] = new HammingBlockScan(queries.RowPointer(start + i), index.CodeSize, tables.Rows.RowPointer(i));
                TopKHeap.Initialize<SmallestFirst, int>(heapDistances.Rows.RowPointer(i), heapPlaces.Rows.RowPointer(i), capacity);
            }
            Rows<long> lists = probes.Slice(start, count);
            Visit(lists, scans.Pointer, heapDistances.Rows, heapPlaces.Rows);
            using var room = new Scratch<long>(3, capacity);
            for (int i = 0; i < count; i++)
            {
                TopKHeap.Sort<SmallestFirst, int>(heapDistances.Rows.RowPointer(i), heapPlaces.Rows.RowPointer(i), capacity);
                var ties = new GroupedTies(heapDistances.Rows[i], heapPlaces.Rows[i], lists[i], index.Lists, room.Rows);
                ties.Resolve(distances[start + i], ids[start + i]);
            }
        }

        private void Visit(Rows<long> lists, HammingBlockScan* scans, Rows<int> heapDistances, Rows<long> heapPlaces)
        {
            int width = lists.Width;
            using var ends = new Scratch<int>(index.NList, 1);
            using var visits = new Scratch<int>(lists.Count, width);
            using var room = new Scratch<byte>(index.TransposedRows(), index.CodeSize);
            SortByList(lists, ends.Rows.AsSpan(), visits.Rows.AsSpan());
            int at = 0;
            for (int list = 0; list < index.NList; list++)
            {
                int first = at;
                at = ends.Pointer[list];
                long length = index.Lists.Length(list);
                if (length == 0 || first == at)
                    continue;
                options.CancellationToken.ThrowIfCancellationRequested();
                byte* blocks = CodeBlocks.Of(index.Lists.Layout, index.Lists.Codes(list), length, room.Pointer);
                long* stored = index.Lists.Ids(list).Pointer;
                for (int i = first; i < at; i++)
                {
                    (int query, int probe) = Math.DivRem(visits.Pointer[i], width);
                    var places = new IdSource((long)probe << 32, stored, options.Filter);
                    var heap = new HammingPlaces(places, heapDistances.RowPointer(query), heapPlaces.RowPointer(query), heapPlaces.Width);
                    scans[query].Scan(blocks, 0, length, heap);
                }
            }
        }

        /// <summary>Query · width + probe of each visit, list after list; and where the visits of each list end.</summary>
        private static void SortByList(Rows<long> lists, Span<int> ends, Span<int> visits)
        {
            ends.Clear();
            Span<long> all = lists.AsSpan();
            foreach (long list in all)
            {
                if (list >= 0)
                    ends[(int)list]++;
            }
            int start = 0;
            foreach (ref int end in ends)
            {
                int count = end;
                end = start;
                start += count;
            }
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i] >= 0)
                    visits[ends[(int)all[i]]++] = i;
            }
        }
    }
}
