namespace FaissNet.Native;

/// <summary>What the native engine's description of an index, such as <c>PreTransform[16](IVF8(PQ8x8))</c>, says about it.</summary>
internal static class NativeDescription
{
    private const string Transform = "PreTransform[";

    /// <summary>Whether the index keeps ids of the caller: inverted files and id maps do, also behind transforms.</summary>
    public static bool SupportsIds(string description)
    {
        ReadOnlySpan<char> rest = description;
        while (rest.StartsWith(Transform, StringComparison.Ordinal))
            rest = rest[(rest.IndexOf('(') + 1)..];
        return rest.StartsWith("IVF", StringComparison.Ordinal) || rest.StartsWith("BinaryIVF", StringComparison.Ordinal) || IsIdMap(rest);
    }

    /// <summary>Whether the index has ids of its own and cannot number its vectors.</summary>
    public static bool IsIdMap(ReadOnlySpan<char> description)
        => description.StartsWith("IDMap", StringComparison.Ordinal) || description.StartsWith("BinaryIDMap", StringComparison.Ordinal);
}
