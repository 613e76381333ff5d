namespace FaissNet.Tests.Contract;

/// <summary>What an operation did: an exception's type, or what it answered.</summary>
/// <param name="Text">What must be equal: the type of the exception, or ids, counts and bytes.</param>
/// <param name="Values">What may differ by rounding.</param>
public sealed record Outcome(string Text, float[] Values)
{
    public static Outcome Of(IEnumerable<long> ids, float[]? values = null) => new(string.Join(' ', ids), values ?? []);

    public static Outcome Of(string text, float[]? values = null) => new(text, values ?? []);

    /// <summary>Runs an operation and catches what it throws.</summary>
    public static Outcome Run(Func<Outcome> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return Of(e.GetType().Name);
        }
    }
}
