namespace FaissNet;

public sealed partial class PreTransformIndex
{
    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames => Inner.ParameterNames;

    private protected override bool SetParameterCore(string name, double value, bool apply) => Inner.SetParameterInner(name, value, apply);
}
