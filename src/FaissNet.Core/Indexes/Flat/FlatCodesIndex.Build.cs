using FaissNet.Storage;

namespace FaissNet;

public abstract partial class FlatCodesIndex
{
    /// <summary>Rows that are encoded at a time where codes cannot be written in place.</summary>
    private const int EncodeBlock = 16384;

    /// <summary>Why the codes of <paramref name="other"/> mean something else here, or null when they mean the same.</summary>
    private protected abstract string? DifferenceFrom(FlatCodesIndex other);

    /// <summary>Called after codes have been added or removed, when what was derived from them is no longer true.</summary>
    private protected virtual void OnCodesChanged()
    {
    }

    private protected override void AddCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        if (ids.Count > 0)
            throw IdsNotSupported();
        if (vectors.IsEmpty)
            return;
        if (!Codes.Layout.IsTransposed)
            EncodeCore(vectors, Codes.Reserved(vectors.Count), options);
        else
            EncodeTransposed(vectors, options);
        Codes.Commit(vectors.Count);
        OnCodesChanged();
    }

    private protected override long RemoveCore(IdFilter filter)
    {
        long removed = Codes.Remove(PositionBitmap.Of(filter, Count));
        OnCodesChanged();
        return removed;
    }

    internal override void RequireMergeable(VectorIndex other, long idShift)
    {
        FlatCodesIndex source = MergeChecks.SameType(this, other);
        if (idShift != 0)
            throw new ArgumentException($"{Description} numbers its vectors itself, so the id shift must be 0, not {idShift}.", nameof(idShift));
        if (DifferenceFrom(source) is { } difference)
            throw new ArgumentException($"Cannot merge {other} into {this}: {difference}.", nameof(other));
    }

    private protected override void MergeCore(VectorIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        var source = (FlatCodesIndex)other;
        Codes.Append(source.Codes);
        OnCodesChanged();
        source.ResetCore();
    }

    private protected override void ResetCore()
    {
        Codes.Clear();
        OnCodesChanged();
    }

    private protected override unsafe void ReconstructCore(long id, Span<float> vector)
    {
        if ((ulong)id >= (ulong)Count)
            throw Guard.NoSuchId(id);
        using var code = new Scratch<byte>(1, CodeSize);
        Codes.Read(id, code.Rows);
        fixed (float* pointer = vector)
            DecodeCore(code.Rows, new Rows<float>(pointer, 1, Dimension), BuildOptions.Default);
    }

    private void EncodeTransposed(Rows<float> vectors, BuildOptions options)
    {
        Codes.Reserve(vectors.Count);
        using var block = new Scratch<byte>(Math.Min(EncodeBlock, vectors.Count), CodeSize);
        for (long start = 0; start < vectors.Count; start += EncodeBlock)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            long rows = Math.Min(EncodeBlock, vectors.Count - start);
            Rows<byte> codes = block.Rows.Slice(0, rows);
            EncodeCore(vectors.Slice(start, rows), codes, options);
            Codes.WriteReserved(start, codes);
        }
    }
}
