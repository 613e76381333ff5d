using FaissNet.Storage;

namespace FaissNet;

/// <content>Removing and replacing vectors, and settings.</content>
public sealed partial class BinaryHashIndex
{
    internal override IndexOperations Operations => base.Operations | IndexOperations.Update;

    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames => ["nflip"];

    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        if (name != "nflip")
            return false;
        int flips = ParameterText.Whole(name, value, 0, Bits);
        NFlip = apply ? flips : NFlip;
        return true;
    }

    private protected override long RemoveCore(IdFilter filter) => RemoveMarked(Mark(filter));

    private protected override long UpdateCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        // What will go is marked first; then comes what can fail; taking out cannot.
        List<(HashBucket Bucket, IdFilter Positions)> marked = Mark(IdFilter.Of(ids.AsSpan()));
        AddCore(vectors, ids, options);
        return RemoveMarked(marked);
    }

    private unsafe List<(HashBucket Bucket, IdFilter Positions)> Mark(IdFilter filter)
    {
        var marked = new List<(HashBucket Bucket, IdFilter Positions)>(_buckets.Count);
        foreach (HashBucket bucket in _buckets.Values)
        {
            fixed (long* ids = bucket.Ids)
                marked.Add((bucket, PositionBitmap.OfIds(filter, new Rows<long>(ids, bucket.Count, 1))));
        }
        return marked;
    }

    private long RemoveMarked(List<(HashBucket Bucket, IdFilter Positions)> marked)
    {
        long before = _count;
        foreach ((HashBucket bucket, IdFilter positions) in marked)
        {
            _count -= bucket.Count;
            bucket.Remove(positions);
            _count += bucket.Count;
        }
        return before - _count;
    }
}
