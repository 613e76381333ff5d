using FaissNet.Storage;

namespace FaissNet;

public sealed partial class PreTransformIndex
{
    private protected override bool SupportsIds => Inner.StoresIds;

    private protected override void TrainCore(Rows<float> vectors, BuildOptions options)
    {
        List<VectorTransform> trained = _chain.TrainMissing(vectors, options);
        try
        {
            using AlignedBuffer<float> transformed = Transform(vectors, options);
            Inner.TrainInner(transformed.AsRows(Inner.Dimension), _chain.Behind(options));
        }
        catch
        {
            trained.ForEach(transform => transform.Forget());
            throw;
        }
    }

    private protected override void AddCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        if (ids.Count > 0 && !SupportsIds)
            throw IdsNotSupported();
        using AlignedBuffer<float> transformed = Transform(vectors, options);
        Inner.AddInner(transformed.AsRows(Inner.Dimension), ids, options);
    }

    private protected override long RemoveCore(IdFilter filter) => Inner.RemoveInner(filter);

    internal override void RequireMergeable(VectorIndex other, long idShift)
    {
        PreTransformIndex source = MergeChecks.SameType(this, other);
        if (!_chain.IsSameAs(source._chain))
            throw new ArgumentException($"Cannot merge {other} into {this}: the transforms must be equal.", nameof(other));
        Inner.RequireMergeable(source.Inner, idShift);
    }

    private protected override void MergeCore(VectorIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        Inner.MergeInner(((PreTransformIndex)other).Inner, idShift);
    }

    private protected override void ResetCore() => Inner.ResetInner();

    private protected override void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
    {
        using AlignedBuffer<float> transformed = Transform(vectors, options);
        Inner.EncodeInner(transformed.AsRows(Inner.Dimension), codes, options);
    }

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
    {
        using var transformed = new AlignedBuffer<float>(codes.Count * Inner.Dimension);
        Rows<float> rows = transformed.AsRows(Inner.Dimension);
        Inner.DecodeInner(codes, rows, options);
        _chain.ReverseApply(rows, vectors, options.MaxDegreeOfParallelism, options.CancellationToken);
    }

    /// <summary>Stored vectors as they come out of the transforms.</summary>
    internal void Transform(Rows<float> vectors, Rows<float> transformed, BuildOptions options)
        => _chain.Apply(vectors, transformed, options.MaxDegreeOfParallelism, options.CancellationToken);

    /// <summary>The options for the index inside: its queries are those that come out of the transforms.</summary>
    internal BuildOptions Behind(BuildOptions options) => _chain.Behind(options);

    private AlignedBuffer<float> Transform(Rows<float> vectors, BuildOptions options)
    {
        var transformed = new AlignedBuffer<float>(vectors.Count * Inner.Dimension);
        Transform(vectors, transformed.AsRows(Inner.Dimension), options);
        return transformed;
    }
}
