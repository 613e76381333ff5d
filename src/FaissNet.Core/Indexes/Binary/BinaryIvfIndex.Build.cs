using FaissNet.Clustering;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class BinaryIvfIndex
{
    private const int AssignBlock = 1 << 16;

    private protected override bool SupportsIds => true;

    private protected override void TrainCore(Rows<byte> vectors, BuildOptions options)
    {
        // As in FAISS, centroids that are there are kept: they may come from elsewhere.
        if (_coarse.Count != NList)
        {
            using AlignedBuffer<byte> centroids = BinaryCentroids.Train(vectors, NList, options);
            _coarse.ResetInner();
            _coarse.AddInner(centroids.AsRows(CodeSize), BuildOptions.Default);
        }
        _isTrained = true;
    }

    private protected override unsafe void AddCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        bool hasIds = ids.Pointer is not null;
        if (hasIds && DirectMap.Type == DirectMapType.Array)
            throw new InvalidOperationException("The index has an array as direct map, which numbers vectors from 0 on and cannot take ids.");
        long count = vectors.Count;
        if (count == 0)
            return;
        using var lists = new AlignedBuffer<int>(count);
        var added = new long[NList];
        Assign(vectors, lists.AsRows(1), added, options);
        for (int list = 0; list < NList; list++)
        {
            if (added[list] > 0)
                Lists.Reserve(list, added[list]);
        }
        // From here on nothing can fail: rows are written behind the lists and then become part of them.
        var next = new long[NList];
        for (long i = 0; i < count; i++)
        {
            int list = lists.Pointer[i];
            long id = hasIds ? ids.Pointer[i] : _count + i;
            long offset = list < 0 ? 0 : next[list]++;
            DirectMap.Add(id, list < 0 ? -1 : DirectMap.Entry(list, Lists.Length(list) + offset));
            if (list >= 0)
                Lists.WriteReserved(list, offset, vectors.RowPointer(i), id);
        }
        for (int list = 0; list < NList; list++)
            Lists.Commit(list, added[list]);
        _count += count;
    }

    private protected override long RemoveCore(IdFilter filter)
    {
        if (DirectMap.Type == DirectMapType.Array)
            throw ListEditing.ArrayMap();
        long removed = ListEditing.RemoveMarked(Lists, DirectMap, ListEditing.Mark(Lists, filter));
        _count -= removed;
        return removed;
    }

    internal override void RequireMergeable(BinaryIndex other, long idShift)
    {
        BinaryIvfIndex source = SameType(this, other);
        if (DirectMap.Type != DirectMapType.None || source.DirectMap.Type != DirectMapType.None)
            throw new NotSupportedException("Indexes with a direct map cannot be merged.");
        string? difference =
            source.NList != NList ? "the numbers of lists must be equal"
            : source.IsTrained != IsTrained ? "both must be trained"
            : !SameCentroids(source) ? "the centroids must be equal"
            : null;
        if (difference is not null)
            throw new ArgumentException($"Cannot merge {other} into {this}: {difference}.", nameof(other));
    }

    /// <remarks>FAISS up to 1.11 compares the types of a pointer and of an object here and so refuses every merge.</remarks>
    private protected override void MergeCore(BinaryIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        var source = (BinaryIvfIndex)other;
        Lists.Append(source.Lists, idShift);
        _count += source._count;
        source.ResetCore();
    }

    /// <inheritdoc/>
    internal override IndexOperations Operations
    {
        get
        {
            IndexOperations all = base.Operations | IndexOperations.Update | IndexOperations.MemoryMap;
            return DirectMap.Type switch
            {
                DirectMapType.Array => all & ~(IndexOperations.AddWithIds | IndexOperations.Update | IndexOperations.Remove | IndexOperations.Merge),
                DirectMapType.HashTable => all & ~IndexOperations.Merge,
                _ => all,
            };
        }
    }

    private protected override void ShrinkCore() => Lists.TrimExcess();

    private protected override void ResetCore()
    {
        Lists.Clear();
        DirectMap.Clear();
        _count = 0;
    }

    private bool SameCentroids(BinaryIvfIndex other)
    {
        if (_coarse.Count != other._coarse.Count)
            return false;
        Span<byte> mine = new byte[CodeSize];
        Span<byte> theirs = new byte[CodeSize];
        for (long i = 0; i < _coarse.Count; i++)
        {
            _coarse.ReconstructInner(i, mine);
            other._coarse.ReconstructInner(i, theirs);
            if (!mine.SequenceEqual(theirs))
                return false;
        }
        return true;
    }

    /// <summary>Finds the list of each vector, the first of equally near ones, and counts how many each list gets.</summary>
    private unsafe void Assign(Rows<byte> vectors, Rows<int> lists, long[] added, BuildOptions options)
    {
        var search = new SearchOptions
        {
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
            CancellationToken = options.CancellationToken,
        };
        long largest = Math.Min(AssignBlock, vectors.Count);
        using var distances = new Scratch<int>(largest, 1);
        using var ids = new Scratch<long>(largest, 1);
        for (long start = 0; start < vectors.Count; start += AssignBlock)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            long rows = Math.Min(AssignBlock, vectors.Count - start);
            _coarse.SearchInner(vectors.Slice(start, rows), distances.Rows.Slice(0, rows), ids.Rows.Slice(0, rows), search);
            for (long i = 0; i < rows; i++)
            {
                int list = (int)ids.Pointer[i];
                lists.Pointer[start + i] = list;
                if (list >= 0)
                    added[list]++;
            }
            options.Progress?.Report(new BuildProgress("adding", start + rows, vectors.Count));
        }
    }
}
