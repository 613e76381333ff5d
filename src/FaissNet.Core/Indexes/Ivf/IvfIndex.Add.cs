using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public abstract partial class IvfIndex
{
    /// <summary>Vectors that are encoded at a time.</summary>
    private const int EncodeBlock = 16384;

    private const int ScatterChunk = 2048;

    private protected override bool SupportsIds => true;

    /// <summary>Encodes vectors for their lists; a list of −1 may get any code.</summary>
    /// <param name="vectors">n × d.</param>
    /// <param name="lists">n × 1.</param>
    /// <param name="codes">Receives n × the code size of the lists.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    private protected abstract void EncodeForLists(Rows<float> vectors, Rows<int> lists, Rows<byte> codes, BuildOptions options);

    private protected override unsafe void AddCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        if (ids.Count > 0 && DirectMap.Type == DirectMapType.Array)
            throw new InvalidOperationException("The index has an array as direct map, which numbers vectors from 0 on and cannot take ids.");
        long count = vectors.Count;
        if (count == 0)
            return;
        using var lists = new AlignedBuffer<int>(count);
        Assignment.Assign(_coarse, vectors, lists.AsRows(1), options);
        var added = new long[NList];
        for (long i = 0; i < count; i++)
        {
            if (lists.Pointer[i] >= 0)
                added[lists.Pointer[i]]++;
        }
        for (int list = 0; list < NList; list++)
        {
            if (added[list] > 0)
                Lists.Reserve(list, added[list]);
        }
        using AlignedBuffer<long>? positions = DirectMap.Type == DirectMapType.None ? null : new AlignedBuffer<long>(count);
        EncodeIntoLists(vectors, ids, lists.AsRows(1), positions, options);
        // From here on nothing can fail: what was written ahead becomes part of the lists.
        NoteInDirectMap(lists, ids, positions);
        for (int list = 0; list < NList; list++)
            Lists.Commit(list, added[list]);
        _count += count;
    }

    private unsafe void EncodeIntoLists(
        Rows<float> vectors, Rows<long> ids, Rows<int> lists, AlignedBuffer<long>? positions, BuildOptions options)
    {
        var next = new long[NList];
        long largest = Math.Min(EncodeBlock, vectors.Count);
        using var codes = new Scratch<byte>(largest, Lists.CodeSize);
        using var offsets = new Scratch<long>(largest, 1);
        BuildOptions silent = options.Progress is null ? options : options with { Progress = null };
        for (long start = 0; start < vectors.Count; start += EncodeBlock)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            long rows = Math.Min(EncodeBlock, vectors.Count - start);
            Rows<int> blockLists = lists.Slice(start, rows);
            Rows<byte> blockCodes = codes.Rows.Slice(0, rows);
            EncodeForLists(vectors.Slice(start, rows), blockLists, blockCodes, silent);
            // Offsets are given out in the order of the vectors, so that ids ascend within a list whatever the number of threads.
            for (long i = 0; i < rows; i++)
            {
                int list = blockLists.Pointer[i];
                long offset = list < 0 ? -1 : next[list]++;
                offsets.Pointer[i] = offset;
                if (positions is not null)
                    positions.Pointer[start + i] = list < 0 ? -1 : DirectMap.Entry(list, Lists.Length(list) + offset);
            }
            Rows<long> blockIds = ids.Count == 0 ? default : ids.Slice(start, rows);
            ParallelRange.Run(
                new ScatterJob(Lists, blockLists, offsets.Rows, blockCodes, blockIds, _count + start),
                rows, ScatterChunk, Lists.Layout.SharesBytes ? 1 : options.MaxDegreeOfParallelism, CancellationToken.None);
            options.Progress?.Report(new BuildProgress("adding", start + rows, vectors.Count));
        }
    }

    private unsafe void NoteInDirectMap(AlignedBuffer<int> lists, Rows<long> ids, AlignedBuffer<long>? positions)
    {
        if (positions is null)
            return;
        for (long i = 0; i < lists.Count; i++)
            DirectMap.Add(ids.Count == 0 ? _count + i : ids.Pointer[i], positions.Pointer[i]);
    }

    private readonly unsafe struct ScatterJob(
        InvertedLists target, Rows<int> lists, Rows<long> offsets, Rows<byte> codes, Rows<long> ids, long firstId) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                int list = lists.Pointer[i];
                if (list >= 0)
                    target.WriteReserved(list, offsets.Pointer[i], codes.RowPointer(i), ids.Count == 0 ? firstId + i : ids.Pointer[i]);
            }
        }
    }
}
