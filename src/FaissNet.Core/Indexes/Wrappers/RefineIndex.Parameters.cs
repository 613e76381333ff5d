namespace FaissNet;

public sealed partial class RefineIndex
{
    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames => Base.ParameterNames.Prepend("k_factor_rf");

    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        if (name != "k_factor_rf")
            return Base.SetParameterInner(name, value, apply);
        int factor = ParameterText.Whole(name, value, 1);
        KFactor = apply ? factor : KFactor;
        return true;
    }
}
