using FaissNet.Storage;

namespace FaissNet;

public sealed partial class RefineIndex
{
    private protected override void TrainCore(Rows<float> vectors, BuildOptions options)
    {
        // The base last: it keeps the centroids that it finds, so it must not be left with some when the other half fails.
        RefineStore.TrainInner(vectors, options);
        Base.TrainInner(vectors, options);
    }

    private protected override void AddCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        if (ids.Count > 0)
            throw IdsNotSupported();
        // The store first: what was added to it can be taken out again without a trace.
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
        => throw new NotSupportedException($"{Description} cannot remove vectors: base and refine index would number the rest differently.");

    internal override void RequireMergeable(VectorIndex other, long idShift)
    {
        RefineIndex source = MergeChecks.SameType(this, other);
        if (idShift != 0)
            throw new ArgumentException($"{Description} numbers its vectors itself, so the id shift must be 0, not {idShift}.", nameof(idShift));
        Base.RequireMergeable(source.Base, BaseShift);
        RefineStore.RequireMergeable(source.RefineStore, 0);
    }

    private protected override void MergeCore(VectorIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        var source = (RefineIndex)other;
        Base.MergeInner(source.Base, BaseShift);
        RefineStore.MergeInner(source.RefineStore, 0);
    }

    private protected override void ResetCore()
    {
        Base.ResetInner();
        RefineStore.ResetInner();
    }

    /// <summary>An inverted file keeps its ids, so those of the other move up behind the ones that are here.</summary>
    private long BaseShift => Base.Store is IvfIndex ? Base.Count : 0;

    private protected override unsafe void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
    {
        using var baseCodes = new Scratch<byte>(vectors.Count, Base.CodeSize);
        using var refineCodes = new Scratch<byte>(vectors.Count, RefineStore.CodeSize);
        Base.EncodeInner(vectors, baseCodes.Rows, options);
        RefineStore.EncodeInner(vectors, refineCodes.Rows, options);
        for (long i = 0; i < codes.Count; i++)
        {
            baseCodes.Rows[i].CopyTo(codes[i]);
            refineCodes.Rows[i].CopyTo(codes[i][Base.CodeSize..]);
        }
    }

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
    {
        using var refineCodes = new Scratch<byte>(codes.Count, RefineStore.CodeSize);
        for (long i = 0; i < codes.Count; i++)
            codes[i][Base.CodeSize..].CopyTo(refineCodes.Rows[i]);
        RefineStore.DecodeInner(refineCodes.Rows, vectors, options);
    }
}
