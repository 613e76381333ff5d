using FaissNet.Kernels;
using FaissNet.Quantizers;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class BinaryHashIndex
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

    private protected override void ReconstructCore(long id, Span<byte> vector)
    {
        foreach (HashBucket bucket in _buckets.Values)
        {
            int position = bucket.Ids.IndexOf(id);
            if (position < 0)
                continue;
            bucket.Vector(position).CopyTo(vector);
            return;
        }
        throw Guard.NoSuchId(id);
    }

    private readonly unsafe struct SearchJob(
        BinaryHashIndex index, Rows<byte> queries, Rows<int> distances, Rows<long> ids, IdFilter? filter) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int k = distances.Width;
            using var room = new Scratch<long>(1, NearBuckets<HashBucket>.Room(index._buckets, index.Bits, index._nFlip));
            for (long q = start; q < end; q++)
            {
                int* heapDistances = distances.RowPointer(q);
                long* heapIds = ids.RowPointer(q);
                TopKHeap.Initialize<SmallestFirst, int>(heapDistances, heapIds, k);
                long hash = BitField.Read(queries[q], 0, index.Bits);
                var near = new NearBuckets<HashBucket>(index._buckets, hash, index.Bits, index._nFlip, room.Rows.AsSpan());
                while (near.MoveNext(out HashBucket bucket))
                {
                    fixed (long* stored = bucket.Ids)
                    fixed (byte* codes = bucket.Vectors)
                    {
                        var source = new IdSource(stored, filter);
                        Hamming.TopK(queries.RowPointer(q), codes, bucket.Count, index.CodeSize, source, heapDistances, heapIds, k);
                    }
                }
                TopKHeap.Sort<SmallestFirst, int>(heapDistances, heapIds, k);
            }
        }
    }

    private readonly unsafe struct RangeJob(
        BinaryHashIndex index, Rows<byte> queries, int radius, RangeHits<int>[] hits, IdFilter? filter) : IRangeJob
    {
        public void Run(long start, long end)
        {
            using var room = new Scratch<long>(1, NearBuckets<HashBucket>.Room(index._buckets, index.Bits, index._nFlip));
            for (long q = start; q < end; q++)
            {
                long hash = BitField.Read(queries[q], 0, index.Bits);
                var near = new NearBuckets<HashBucket>(index._buckets, hash, index.Bits, index._nFlip, room.Rows.AsSpan());
                while (near.MoveNext(out HashBucket bucket))
                {
                    fixed (byte* codes = bucket.Vectors)
                        Collect(q, bucket, codes);
                }
            }
        }

        private void Collect(long q, HashBucket bucket, byte* codes)
        {
            for (int i = 0; i < bucket.Count; i++)
            {
                int distance = Hamming.Distance(queries.RowPointer(q), codes + (long)i * index.CodeSize, index.CodeSize);
                long id = bucket.Ids[i];
                if (distance < radius && filter?.Contains(id) != false)
                    hits[q].Add(distance, id);
            }
        }
    }
}
