namespace FaissNet.Native;

/// <summary>What the native engine's description of an index, such as <c>PreTransform[16](IVF8(PQ8x8))</c>, says about it.</summary>
internal static class NativeDescription
{
    private const string Transform = "PreTransform[";

    private static readonly string[] s_addedInSteps = ["HNSW", "NSG", "NNDescent", "Refine"];

    /// <summary>Whether the index keeps ids of the caller: inverted files and id maps do, also behind transforms.</summary>
    public static bool SupportsIds(string description)
    {
        ReadOnlySpan<char> rest = description;
        while (rest.StartsWith(Transform, StringComparison.Ordinal))
            rest = rest[(rest.IndexOf('(') + 1)..];
        return rest.StartsWith("IVF", StringComparison.Ordinal) || rest.StartsWith("BinaryIVF", StringComparison.Ordinal) || IsIdMap(rest);
    }

    /// <summary>About how much of an index a query visits: its lists' share of all, next to nothing of a graph, else all of it.</summary>
    public static double VisitedShare(string description, long nList, long nProbe)
    {
        if (nList > 0)
            return Math.Min(1, (double)nProbe / nList);
        return description.Contains("HNSW", StringComparison.Ordinal) || description.Contains("NSG", StringComparison.Ordinal) ? 0 : 1;
    }

    /// <summary>
    /// Whether a block of vectors that is stopped while it is added leaves the index as it was: lists and flat codes look before they change
    /// anything, a graph while it grows, and of a refine index one half may be done.
    /// </summary>
    public static bool AddsAllOrNone(string description)
        => !s_addedInSteps.Any(name => description.Contains(name, StringComparison.Ordinal));

    /// <summary>Whether the index has ids of its own and cannot number its vectors.</summary>
    public static bool IsIdMap(ReadOnlySpan<char> description)
        => description.StartsWith("IDMap", StringComparison.Ordinal) || description.StartsWith("BinaryIDMap", StringComparison.Ordinal);
}
