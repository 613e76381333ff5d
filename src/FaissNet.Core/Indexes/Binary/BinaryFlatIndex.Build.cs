using FaissNet.Storage;

namespace FaissNet;

public sealed partial class BinaryFlatIndex
{
    private protected override void TrainCore(Rows<byte> vectors, BuildOptions options)
    {
        // A flat index has nothing to learn.
    }

    private protected override void AddCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        Codes.Append(vectors);
        options.Progress?.Report(new BuildProgress("adding", vectors.Count, vectors.Count));
    }

    private protected override long RemoveCore(IdFilter filter) => Codes.Remove(PositionBitmap.Of(filter, Count));

    internal override void RequireMergeable(BinaryIndex other, long idShift)
    {
        SameType(this, other);
        RequireNoShift(idShift);
    }

    private protected override void MergeCore(BinaryIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        var source = (BinaryFlatIndex)other;
        Codes.Append(source.Codes);
        source.Codes.Clear();
    }

    /// <inheritdoc/>
    internal override IndexOperations Operations => base.Operations | IndexOperations.Update | IndexOperations.MemoryMap;

    private protected override unsafe long UpdateCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        RequireStored(ids);
        for (long i = 0; i < ids.Count; i++)
            Codes.WriteRow(ids.Pointer[i], vectors.RowPointer(i));
        return ids.Count;
    }

    private protected override void ShrinkCore() => Codes.TrimExcess();

    private protected override void ResetCore() => Codes.Clear();
}
