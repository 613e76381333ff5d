namespace FaissNet.Factory;

/// <summary>What is wrong with a factory string, and where.</summary>
internal static class FactoryError
{
    /// <summary>The error, with the place shown by an arrow inside the string.</summary>
    /// <param name="kind">What the string describes.</param>
    /// <param name="text">The string.</param>
    /// <param name="position">Where it goes wrong.</param>
    /// <param name="what">What was found there, and what was expected.</param>
    public static ArgumentException At(string kind, string text, int position, string what)
        => new($"The {kind} \"{text}\" is wrong at character {position + 1}: {what}. Here: {text[..position]}→{text[position..]}", "description");
}
