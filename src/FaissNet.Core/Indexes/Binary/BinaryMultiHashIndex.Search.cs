using System.Numerics;
using System.Runtime.InteropServices;
using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class BinaryMultiHashIndex
{
    private protected override void SearchCore(Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
        => ParallelRange.Run(
            new SearchJob(this, queries, distances, ids, options.Filter), queries.Count, 16, options.MaxDegreeOfParallelism,
            options.CancellationToken);

    private protected override RangeSearchResult<int> RangeSearchCore(Rows<byte> queries, int radius, SearchOptions options)
    {
        RangeHits<int>[] hits = RangeHits<int>.ForQueries(queries.Count);
        ParallelRange.Run(
            new RangeJob(this, queries, radius, hits, options.Filter), queries.Count, 16, options.MaxDegreeOfParallelism,
            options.CancellationToken);
        return RangeHits<int>.Concatenate(hits);
    }

    /// <summary>Sets the bit of every vector that shares a bucket with a query.</summary>
    private void Mark(ReadOnlySpan<byte> query, Span<ulong> candidates)
    {
        for (int h = 0; h < _maps.Length; h++)
        {
            using var room = new Scratch<long>(1, NearBuckets<List<long>>.Room(_maps[h], Bits, _nFlip));
            var near = new NearBuckets<List<long>>(_maps[h], HashOf(query, h), Bits, _nFlip, room.Rows.AsSpan());
            while (near.MoveNext(out List<long> bucket))
            {
                foreach (long position in CollectionsMarshal.AsSpan(bucket))
                    candidates[(int)(position >> 6)] |= 1ul << (int)(position & 63);
            }
        }
    }

    private int BitmapWords => checked((int)((Count + 63) / 64));

    private readonly unsafe struct SearchJob(
        BinaryMultiHashIndex index, Rows<byte> queries, Rows<int> distances, Rows<long> ids, IdFilter? filter) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int k = distances.Width;
            using var bitmap = new Scratch<ulong>(1, index.BitmapWords);
            for (long q = start; q < end; q++)
            {
                bitmap.Rows.AsSpan().Clear();
                index.Mark(queries[q], bitmap.Rows.AsSpan());
                TopKHeap.Initialize<SmallestFirst, int>(distances.RowPointer(q), ids.RowPointer(q), k);
                Compare(q, bitmap.Rows.AsSpan(), k);
                TopKHeap.Sort<SmallestFirst, int>(distances.RowPointer(q), ids.RowPointer(q), k);
            }
        }

        /// <summary>In ascending order, so that of equals the smallest ids stay.</summary>
        private void Compare(long q, ReadOnlySpan<ulong> candidates, int k)
        {
            var source = new IdSource(0, filter);
            for (int word = 0; word < candidates.Length; word++)
            {
                for (ulong left = candidates[word]; left != 0; left &= left - 1)
                {
                    long position = 64L * word + BitOperations.TrailingZeroCount(left);
                    byte* code = index.Codes.Pointer + position * index.CodeSize;
                    Hamming.TopK(
                        queries.RowPointer(q), code, 1, index.CodeSize, source.Skip(position), distances.RowPointer(q), ids.RowPointer(q), k);
                }
            }
        }
    }

    private readonly unsafe struct RangeJob(
        BinaryMultiHashIndex index, Rows<byte> queries, int radius, RangeHits<int>[] hits, IdFilter? filter) : IRangeJob
    {
        public void Run(long start, long end)
        {
            using var bitmap = new Scratch<ulong>(1, index.BitmapWords);
            for (long q = start; q < end; q++)
            {
                Span<ulong> candidates = bitmap.Rows.AsSpan();
                candidates.Clear();
                index.Mark(queries[q], candidates);
                for (int word = 0; word < candidates.Length; word++)
                {
                    for (ulong left = candidates[word]; left != 0; left &= left - 1)
                        Offer(q, 64L * word + BitOperations.TrailingZeroCount(left));
                }
            }
        }

        private void Offer(long q, long position)
        {
            int distance = Hamming.Distance(queries.RowPointer(q), index.Codes.Pointer + position * index.CodeSize, index.CodeSize);
            if (distance < radius && filter?.Contains(position) != false)
                hits[q].Add(distance, position);
        }
    }
}
