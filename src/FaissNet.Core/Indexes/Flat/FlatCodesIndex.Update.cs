using FaissNet.Storage;

namespace FaissNet;

public abstract partial class FlatCodesIndex
{
    /// <inheritdoc/>
    internal override IndexOperations Operations
        => base.Operations | IndexOperations.Update | (Codes.CanMap ? IndexOperations.MemoryMap : IndexOperations.None);

    private protected override unsafe long UpdateCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        foreach (long id in ids.AsSpan())
        {
            if ((ulong)id >= (ulong)Count)
                throw Guard.NoSuchId(id, nameof(ids));
        }
        if (ids.IsEmpty)
            return 0;
        using var codes = new AlignedBuffer<byte>(vectors.Count * CodeSize);
        EncodeCore(vectors, codes.AsRows(CodeSize), options);
        for (long i = 0; i < ids.Count; i++)
            Codes.WriteRow(ids.Pointer[i], codes.Pointer + i * CodeSize);
        OnCodesChanged();
        return ids.Count;
    }

    private protected override void ShrinkCore() => Codes.TrimExcess();
}
