using FaissNet.Storage;

namespace FaissNet;

public sealed partial class IdMapIndex
{
    private protected override bool SupportsIds => true;

    private protected override void TrainCore(Rows<float> vectors, BuildOptions options) => Inner.TrainInner(vectors, options);

    private protected override void AddCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        if (vectors.Count > 0 && ids.Count == 0)
            throw new InvalidOperationException($"{Description} needs an id for each vector; use AddWithIds.");
        _ids.Reserve(ids.Count);
        Inner.AddInner(vectors, default, options);
        _ids.Append(ids);
    }

    private protected override long RemoveCore(IdFilter filter)
    {
        RequireRemovable();
        return RemovePositions(PositionBitmap.OfIds(filter, Ids));
    }

    /// <summary>Flat codes move up when some are removed; of lists, what is left can be numbered anew.</summary>
    private bool IsRemovable => Inner.Store is FlatCodesIndex or IvfIndex or BinaryRerankIndex { RefineStore: not null } && Inner.Operations.HasFlag(IndexOperations.Remove);

    private void RequireRemovable()
    {
        if (!IsRemovable)
            throw new NotSupportedException($"{Inner.Description} does not move its vectors up when some are removed, so ids cannot follow.");
    }

    private long RemovePositions(IdFilter positions)
    {
        using AlignedBuffer<long>? places = Inner.Store is IvfIndex ? new AlignedBuffer<long>(Ids.Count) : null;
        long removed = Inner.RemoveInner(positions);
        _ids.Remove(positions, places?.AsRows(1) ?? default);
        // Lists keep the numbers of what is left, but a number is a position here.
        if (places is not null)
            ((IvfIndex)Inner.Store).Renumber(places.AsRows(1));
        return removed;
    }

    internal override void RequireMergeable(VectorIndex other, long idShift)
    {
        IdMapIndex source = MergeChecks.SameType(this, other);
        if (source.HasReverseMap != HasReverseMap)
            throw new ArgumentException($"Cannot merge {other} into {this}: the types must be equal.", nameof(other));
        Inner.RequireMergeable(source.Inner, InnerShift);
    }

    private protected override void MergeCore(VectorIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        var source = (IdMapIndex)other;
        _ids.Reserve(source.Ids.Count);
        Inner.MergeInner(source.Inner, InnerShift);
        _ids.Merge(source._ids, idShift);
    }

    private protected override void ResetCore()
    {
        Inner.ResetInner();
        _ids.Clear();
    }

    private protected override void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
        => Inner.EncodeInner(vectors, codes, options);

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
        => Inner.DecodeInner(codes, vectors, options);

    /// <summary>Positions inside follow those of the vectors that are here, whatever the ids outside are.</summary>
    private long InnerShift => Inner.Store is IvfIndex ? Inner.Count : 0;
}
