using FaissSharp;

namespace FaissNet.Native;

/// <content>Parameters by FAISS's names. Names and values are checked before FAISS sets the first.</content>
internal sealed partial class NativeVectorIndex
{
    // What faissnet_index_set_parameter accepts.
    private const double LargestParameter = 1e9;

    private static readonly string[] s_parameters = ["nprobe", "max_codes", "ht", "k_factor", "k_factor_rf", "efSearch", "efConstruction"];

    internal override IEnumerable<string> ParameterNames
        => s_parameters.Concat(s_parameters.Select(name => ParameterText.QuantizerPrefix + name)).Where(_handle.HasParameter);

    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        if (!_handle.HasParameter(name))
            return false;
        float checkedValue = CheckParameter(name, value);
        if (!apply)
            return true;
        try
        {
            _handle.SetParameter(name, checkedValue);
            return true;
        }
        catch (FaissException e)
        {
            throw NativeErrors.TranslateInput(e, "parameters");
        }
    }

    private static float CheckParameter(string name, double value)
    {
        string plain = name;
        while (plain.StartsWith(ParameterText.QuantizerPrefix, StringComparison.Ordinal))
            plain = plain[ParameterText.QuantizerPrefix.Length..];
        // Infinity stands for no limit, as in FAISS.
        if (plain == "max_codes" && double.IsPositiveInfinity(value))
            return 0;
        int least = plain is "max_codes" or "ht" ? 0 : 1;
        return value >= least && value <= LargestParameter
            ? (float)value
            : throw new ArgumentException(FormattableString.Invariant($"{name} is {value}, expected {least} to {LargestParameter}."), "parameters");
    }
}
