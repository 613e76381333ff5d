using FaissNet.Storage;

namespace FaissNet;

public sealed partial class PreTransformIndex
{
    /// <inheritdoc/>
    internal override IndexOperations Operations
        => _chain.CanReverse
            ? Inner.Operations
            : Inner.Operations & ~(IndexOperations.Reconstruct | IndexOperations.SearchAndReconstruct | IndexOperations.Codec);

    private protected override long UpdateCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        using AlignedBuffer<float> transformed = Transform(vectors, options);
        return Inner.UpdateInner(transformed.AsRows(Inner.Dimension), ids, options);
    }

    private protected override void ShrinkCore() => Inner.ShrinkInner();

    /// <summary>Files make a plain matrix of an OPQ rotation, which cannot be trained, and lose how transforms are trained.</summary>
    private protected override void CopySettings(VectorIndex copy)
    {
        var target = (PreTransformIndex)copy;
        target._chain = (TransformChain)_chain.Clone();
        Inner.CopySettingsInner(target.Inner);
    }
}
