using System.Globalization;
using System.Runtime.CompilerServices;

namespace FaissNet.Serialization;

/// <summary>
/// The sentence of a check that failed. Where the check holds it is not put together: graphs are checked edge by edge, and a string for each would take
/// longer than reading them.
/// </summary>
[InterpolatedStringHandler]
internal ref struct RequirementMessage
{
    private DefaultInterpolatedStringHandler _text;

    public RequirementMessage(int literalLength, int formattedCount, bool condition, out bool isNeeded)
    {
        isNeeded = !condition;
        if (isNeeded)
            _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <summary>The sentence, once.</summary>
    public string Take() => _text.ToStringAndClear();
}
