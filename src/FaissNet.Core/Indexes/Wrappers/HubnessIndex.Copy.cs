namespace FaissNet;

public sealed partial class HubnessIndex
{
    /// <summary>Penalties are numbered like vectors, so what numbers them otherwise than by their order is missing.</summary>
    internal override IndexOperations Operations
    {
        get
        {
            IndexOperations missing = IndexOperations.AddWithIds | IndexOperations.Update;
            if (Inner.Store is IvfIndex)
                missing |= IndexOperations.Remove | IndexOperations.Merge;
            return Inner.Operations & ~missing;
        }
    }

    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames => Inner.ParameterNames;

    private protected override bool SetParameterCore(string name, double value, bool apply) => Inner.SetParameterInner(name, value, apply);

    private protected override void ShrinkCore()
    {
        Inner.ShrinkInner();
        _penalties.TrimExcess();
    }

    /// <summary>Files do not hold the sample of queries.</summary>
    private protected override void CopySettings(VectorIndex copy)
    {
        var target = (HubnessIndex)copy;
        Inner.CopySettingsInner(target.Inner);
        target._sample = _sample?.Clone();
    }
}
