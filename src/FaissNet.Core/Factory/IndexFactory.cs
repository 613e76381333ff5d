namespace FaissNet.Factory;

/// <summary>Turns factory strings into indexes of the C# engine. FAISS: <c>index_factory</c>.</summary>
internal static class IndexFactory
{
    /// <summary>Makes an empty index.</summary>
    public static VectorIndex Create(int dimension, string description, Metric metric)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        Guard.Dimension(dimension);
        Guard.Metric(metric);
        return new RecipeParser(description).Parse().Create(dimension, metric);
    }

    /// <summary>Makes an empty binary index.</summary>
    public static BinaryIndex CreateBinary(int dimension, string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        Guard.BitDimension(dimension);
        return BinaryReason(description, out bool isFaiss) switch
        {
            null => new BinaryFlatIndex(dimension),
            { } reason when isFaiss => throw new NotSupportedException(reason),
            { } reason => throw new ArgumentException(reason, nameof(description)),
        };
    }

    /// <summary>Whether the C# engine can make what a string describes; if not, a sentence that says why.</summary>
    public static bool Supports(string description, out string? reason)
    {
        reason = null;
        try
        {
            new RecipeParser(description).Parse();
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            reason = e.Message;
        }
        return reason is null;
    }

    /// <summary>Whether the C# engine can make what a string of the binary factory describes; if not, a sentence that says why.</summary>
    public static bool SupportsBinary(string description, out string? reason)
    {
        reason = BinaryReason(description, out _);
        return reason is null;
    }

    private static string? BinaryReason(string description, out bool isFaiss)
    {
        isFaiss = true;
        if (description == "BFlat")
            return null;
        foreach (string prefix in (ReadOnlySpan<string>)["BIVF", "BHNSW", "BHash", "IDMap"])
        {
            if (description.StartsWith(prefix, StringComparison.Ordinal))
                return $"The C# engine cannot make the binary index \"{description}\"; the native engine (FAISS) may.";
        }
        isFaiss = false;
        return $"The binary index description \"{description}\" is not one of BFlat, BIVF…, BHNSW…, BHash….";
    }
}
