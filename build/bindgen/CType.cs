namespace Bindgen;

/// <summary>A C type as far as the header's rules allow them: a name, whether it is const, and how many pointers stand behind it.</summary>
internal readonly record struct CType(string Name, bool IsConst, int Pointers)
{
    /// <summary>Reads clang's spelling, such as <c>const int64_t **</c>.</summary>
    public static CType Parse(string text)
    {
        string rest = text.Trim();
        int pointers = 0;
        while (rest.EndsWith('*'))
        {
            pointers++;
            rest = rest[..^1].TrimEnd();
        }
        bool isConst = rest.StartsWith("const ", StringComparison.Ordinal);
        if (isConst)
            rest = rest["const ".Length..];
        if (rest.StartsWith("struct ", StringComparison.Ordinal))
            rest = rest["struct ".Length..];
        if (rest.Length == 0 || rest.AsSpan().ContainsAny(" *[]()"))
            throw new BindgenException($"The C type \"{text}\" is outside the rules of the header; see CType.");
        return new CType(rest, isConst, pointers);
    }
}
