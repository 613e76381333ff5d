using FaissNet.Storage;

namespace FaissNet;

public sealed partial class BinaryRerankIndex
{
    private protected override bool SupportsIds => RefineStore is null && Base.StoresIds;

    private protected override void TrainCore(Rows<float> vectors, BuildOptions options)
    {
        RefineStore?.TrainInner(vectors, options);
        Base.TrainInner(vectors, options);
    }

    private protected override void AddCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        if (RefineStore is null)
        {
            Base.AddInner(vectors, ids, options);
            return;
        }
        if (ids.Count > 0)
            throw IdsNotSupported();
        long before = RefineStore.Count;
        RefineStore.AddInner(vectors, default, options);
        try
        {
            Base.AddInner(vectors, default, options);
        }
        catch
        {
            RefineStore.RemoveInner(IdFilter.Range(before, long.MaxValue));
            throw;
        }
    }

    private protected override long RemoveCore(IdFilter filter)
    {
        if (RefineStore is null)
        {
            RequireIds("remove");
            return Base.RemoveInner(filter);
        }
        // Asked once, so that both are asked to remove the same.
        IdFilter positions = PositionBitmap.Of(filter, Count);
        RefineStore.RemoveInner(positions);
        return Base.RemoveInner(positions);
    }

    private protected override long UpdateCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        long replaced = Base.UpdateInner(vectors, ids, options);
        // From here on it must not be interrupted: ids have been checked, and codes are written in the place of others.
        RefineStore?.UpdateInner(vectors, ids, options with { CancellationToken = CancellationToken.None });
        return replaced;
    }

    internal override void RequireMergeable(VectorIndex other, long idShift)
    {
        BinaryRerankIndex source = MergeChecks.SameType(this, other);
        if (!ReferenceEquals(source.Source, Source))
            throw new ArgumentException($"Cannot merge {other} into {this}: the source of the vectors must be the same.", nameof(other));
        if (RefineStore is null)
            RequireIds("merge");
        Base.RequireMergeable(source.Base, idShift);
        RefineStore?.RequireMergeable(source.RefineStore!, idShift);
    }

    private protected override void MergeCore(VectorIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        var source = (BinaryRerankIndex)other;
        Base.MergeInner(source.Base, idShift);
        RefineStore?.MergeInner(source.RefineStore!, idShift);
    }

    private protected override void ResetCore()
    {
        Base.ResetInner();
        RefineStore?.ResetInner();
    }

    private protected override void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
    {
        if (RefineStore is null)
        {
            Base.EncodeInner(vectors, codes, options);
            return;
        }
        using var signs = new Scratch<byte>(vectors.Count, Base.CodeSize);
        using var precise = new Scratch<byte>(vectors.Count, RefineStore.CodeSize);
        Base.EncodeInner(vectors, signs.Rows, options);
        RefineStore.EncodeInner(vectors, precise.Rows, options);
        for (long i = 0; i < codes.Count; i++)
        {
            signs.Rows[i].CopyTo(codes[i]);
            precise.Rows[i].CopyTo(codes[i][Base.CodeSize..]);
        }
    }

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
    {
        if (RefineStore is null)
        {
            Base.DecodeInner(codes, vectors, options);
            return;
        }
        using var precise = new Scratch<byte>(codes.Count, RefineStore.CodeSize);
        for (long i = 0; i < codes.Count; i++)
            codes[i][Base.CodeSize..].CopyTo(precise.Rows[i]);
        RefineStore.DecodeInner(precise.Rows, vectors, options);
    }

    /// <summary>Without ids of the caller's, what is left would be renumbered, and the source would not know.</summary>
    private void RequireIds(string verb)
    {
        if (!Base.StoresIds)
            throw new NotSupportedException($"{Description} cannot {verb} vectors whose ids are positions in a source; put the sign codes behind an IdMapIndex.");
    }
}
