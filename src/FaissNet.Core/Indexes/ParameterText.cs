using System.Globalization;

namespace FaissNet;

/// <summary>Parameters as FAISS's tuning strings have them.</summary>
internal static class ParameterText
{
    public const string QuantizerPrefix = "quantizer_";

    public static List<(string Name, double Value)> Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text, "parameters");
        var pairs = new List<(string, double)>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=');
            if (equals < 1 || !double.TryParse(part.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                || double.IsNaN(value))
            {
                throw new ArgumentException($"Expected name=number at \"{part}\" in \"{text}\".", "parameters");
            }
            pairs.Add((part[..equals].TrimEnd(), value));
        }
        return pairs;
    }

    /// <summary>A value as FAISS cuts it to a whole number.</summary>
    public static int Whole(string name, double value, int least, int most = int.MaxValue)
    {
        double whole = Math.Truncate(value);
        return whole >= least && whole <= most
            ? (int)whole
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, expected {least} to {most}."), "parameters");
    }

    public static ArgumentException Unknown(string name, object index, IEnumerable<string> names)
    {
        string known = string.Join(", ", names);
        return new ArgumentException($"{index} has no parameter \"{name}\"; it has {(known.Length == 0 ? "none" : known)}.", "parameters");
    }
}
