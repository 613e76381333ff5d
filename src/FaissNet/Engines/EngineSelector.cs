namespace FaissNet.Engines;

/// <summary>Decides who gets an index: C# for what it has, native FAISS for the rest.</summary>
internal static class EngineSelector
{
    /// <param name="engine">What the caller asked for.</param>
    /// <param name="subject">What the index is called in a sentence: the factory string in quotes, or the file.</param>
    /// <param name="whyNotManaged">Why C# cannot have it, or null.</param>
    /// <param name="whyNotNative">Why native FAISS must not have it even where it is available, or null.</param>
    /// <param name="minimumFaiss">The first version of FAISS that has it, or null where FAISS itself is to say so.</param>
    /// <exception cref="NotSupportedException">The engine asked for, or both, cannot have it.</exception>
    public static EngineChoice Choose(Engine engine, string subject, string? whyNotManaged, string? whyNotNative = null, Version? minimumFaiss = null)
    {
        switch (engine)
        {
            case Engine.Managed:
                return whyNotManaged is null
                    ? new EngineChoice(Engine.Managed, "The C# engine was asked for.")
                    : throw new NotSupportedException(whyNotManaged);
            case Engine.Native:
                return WhyNoNative(subject, whyNotNative, minimumFaiss) is not { } reason
                    ? new EngineChoice(Engine.Native, "The native engine was asked for.")
                    : throw new NotSupportedException(reason);
            case Engine.Auto when whyNotManaged is null:
                return new EngineChoice(Engine.Managed, $"The C# engine has {subject}, and it is preferred for what it has.");
            case Engine.Auto:
                return WhyNoNative(subject, whyNotNative, minimumFaiss) is not { } both
                    ? new EngineChoice(Engine.Native, $"{whyNotManaged} FAISS {FaissRuntime.NativeVersion} is available.")
                    : throw new NotSupportedException($"Neither engine has {subject}. C#: {whyNotManaged} Native: {both}");
            default:
                throw new ArgumentOutOfRangeException(nameof(engine), engine, "The engine must be Auto, Managed or Native.");
        }
    }

    /// <summary>An index of the C# engine where it is wanted and possible; else null and, under Auto, what the C# engine lacks.</summary>
    public static T? TryManaged<T>(Engine engine, Func<T> create, out string? whyNotManaged)
        where T : class
    {
        whyNotManaged = null;
        if (engine is not (Engine.Auto or Engine.Managed))
            return null;
        try
        {
            return create();
        }
        catch (NotSupportedException e) when (engine == Engine.Auto)
        {
            whyNotManaged = e.Message;
            return null;
        }
    }

    // The library is looked for only when everything else speaks for it.
    private static string? WhyNoNative(string subject, string? whyNotNative, Version? minimumFaiss)
    {
        if ((whyNotNative ?? FaissRuntime.UnavailableReason) is { } reason)
            return reason;
        return minimumFaiss is not null && Version.Parse(FaissRuntime.NativeVersion!) < minimumFaiss
            ? $"FAISS {FaissRuntime.NativeVersion} does not have {subject}; it takes FAISS {minimumFaiss} or newer."
            : null;
    }
}
