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
        return new BinaryRecipeParser(description).Parse().Create(dimension);
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

    /// <summary>What is wrong with a string, as an error that says where; null where nothing is, or where only FAISS can tell.</summary>
    public static ArgumentException? FindMistake(string description)
    {
        try
        {
            new RecipeParser(description).Parse();
            return null;
        }
        catch (ArgumentException e)
        {
            return e;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether the C# engine can make what a string of the binary factory describes; if not, a sentence that says why.</summary>
    public static bool SupportsBinary(string description, out string? reason)
    {
        reason = null;
        try
        {
            new BinaryRecipeParser(description).Parse();
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            reason = e.Message;
        }
        return reason is null;
    }
}
