using FaissNet.Storage;

namespace FaissNet;

public sealed partial class BinaryIdMapIndex
{
    private protected override bool SupportsIds => true;

    private protected override void TrainCore(Rows<byte> vectors, BuildOptions options) => Inner.TrainInner(vectors, options);

    private protected override unsafe void AddCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        if (vectors.Count > 0 && ids.Pointer is null)
            throw new InvalidOperationException($"{Description} needs an id for each vector; use AddWithIds.");
        _ids.Reserve(ids.Count);
        Inner.AddInner(vectors, options);
        _ids.Append(ids);
    }

    internal override void RequireMergeable(BinaryIndex other, long idShift)
    {
        BinaryIdMapIndex source = SameType(this, other);
        if (source.HasReverseMap != HasReverseMap)
            throw new ArgumentException($"Cannot merge {other} into {this}: the types must be equal.", nameof(other));
        Inner.RequireMergeable(source.Inner, InnerShift);
    }

    private protected override void MergeCore(BinaryIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        var source = (BinaryIdMapIndex)other;
        _ids.Reserve(source.Ids.Count);
        Inner.MergeInner(source.Inner, InnerShift);
        _ids.Merge(source._ids, idShift);
    }

    internal override bool SortHashes() => Inner.SortHashes();

    private protected override void ShrinkCore()
    {
        Inner.ShrinkInner();
        _ids.TrimExcess();
    }

    private protected override void ResetCore()
    {
        Inner.ResetInner();
        _ids.Clear();
    }

    /// <summary>Positions inside follow those of the vectors that are here, whatever the ids outside are.</summary>
    private long InnerShift => Inner is BinaryIvfIndex or BinaryHashIndex ? Inner.Count : 0;
}
