namespace FaissNet;

public abstract partial class IvfIndex
{
    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames
    {
        get
        {
            IEnumerable<string> inside = _coarse.ParameterNames.Select(static name => ParameterText.QuantizerPrefix + name);
            string[] own = ["nprobe", "max_codes"];
            // FAISS finds the graph of a quantizer also without the prefix.
            return own.Concat(_coarse.ParameterNames.Where(static name => name == "efSearch")).Concat(inside);
        }
    }

    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        if (name.StartsWith(ParameterText.QuantizerPrefix, StringComparison.Ordinal))
            return _coarse.SetParameterInner(name[ParameterText.QuantizerPrefix.Length..], value, apply);
        switch (name)
        {
            case "nprobe":
                int nProbe = ParameterText.Whole(name, value, 1);
                NProbe = apply ? nProbe : NProbe;
                return true;
            case "max_codes":
                // Infinity stands for no limit, as in FAISS.
                int maxCodes = double.IsPositiveInfinity(value) ? 0 : ParameterText.Whole(name, value, 0);
                MaxCodes = apply ? maxCodes : MaxCodes;
                return true;
            case "efSearch":
                return _coarse.SetParameterInner(name, value, apply);
            default:
                return false;
        }
    }
}
