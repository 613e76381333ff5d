using System.Globalization;

namespace FaissNet.Cli;

/// <summary>Sizes as people write them: <c>500M</c>, <c>8G</c>.</summary>
internal static class ByteSize
{
    /// <summary>A number of bytes; K, M, G and T are powers of 1,024.</summary>
    /// <exception cref="UsageException">The text is no size.</exception>
    public static long Parse(string option, string text)
    {
        string number = text.EndsWith('B') && text.Length > 1 && char.IsAsciiLetter(text[^2]) ? text[..^1] : text;
        int power = number.Length == 0 ? -1 : "KMGT".IndexOf(char.ToUpperInvariant(number[^1]), StringComparison.Ordinal);
        if (double.TryParse(power < 0 ? number : number[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value > 0 && value * Math.Pow(1024, power + 1) is < long.MaxValue and >= 1 and var bytes)
        {
            return (long)bytes;
        }
        throw new UsageException($"{option} {text}: expected a number of bytes such as 500M or 8G.");
    }
}
