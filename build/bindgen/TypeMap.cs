namespace Bindgen;

/// <summary>
/// The C# side of a C type, by rule: a pointer to an opaque struct is a handle, a pointer to such a pointer gives one out, a constant
/// <c>char</c> pointer that goes in is a string, a named pointer to a function is an unmanaged one, and every other pointer stays one.
/// </summary>
internal sealed class TypeMap(Header header)
{
    private static readonly Dictionary<string, string> s_scalars = new()
    {
        ["void"] = "void",
        ["int32_t"] = "int",
        ["int64_t"] = "long",
        ["uint8_t"] = "byte",
        ["char"] = "byte",
        ["float"] = "float",
    };

    private readonly HashSet<string> _opaque = [.. header.Structs.Where(type => type.IsOpaque).Select(type => type.Name)];
    private readonly HashSet<string> _structs = [.. header.Structs.Where(type => !type.IsOpaque).Select(type => type.Name)];

    private readonly Dictionary<string, CallbackDeclaration> _callbacks = header.Callbacks.ToDictionary(callback => callback.Name);

    public static bool IsString(CType type) => type is { Name: "char", IsConst: true, Pointers: 1 };

    /// <summary>A function that frees a handle gets the bare pointer, because SafeHandle.ReleaseHandle is what calls it.</summary>
    public string Parameter(FunctionDeclaration function, CType type)
    {
        if (IsString(type))
            return "string";
        if (!_opaque.Contains(type.Name))
            return Plain(type);
        if (function.Name.EndsWith("_free", StringComparison.Ordinal))
            return "nint";
        return type.Pointers switch
        {
            1 => HandleName(type.Name),
            2 => "out " + HandleName(type.Name),
            _ => throw new BindgenException($"{function.Name} has a parameter of type {type}, for which there is no rule."),
        };
    }

    /// <summary>Results are never freed by the caller, so a string stays a pointer.</summary>
    public string Result(CType type) => Plain(type);

    public string Field(CType type) => _opaque.Contains(type.Name) ? "nint" : Plain(type);

    /// <summary><c>faissnet_id_filter</c> is held by <c>FaissIdFilterHandle</c>.</summary>
    private static string HandleName(string name) => $"Faiss{Pascal(name)}Handle";

    /// <summary><c>faissnet_id_filter</c> becomes <c>IdFilter</c>.</summary>
    public static string Pascal(string name)
        => string.Concat(name.Split('_').Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private string Plain(CType type)
    {
        if (_callbacks.TryGetValue(type.Name, out CallbackDeclaration? callback))
        {
            IEnumerable<string> types = callback.Parameters.Append(callback.Result).Select(Plain);
            return $"delegate* unmanaged[Cdecl]<{string.Join(", ", types)}>";
        }
        string name = _structs.Contains(type.Name) ? type.Name
            : s_scalars.TryGetValue(type.Name, out string? scalar) ? scalar
            : throw new BindgenException($"The C type {type.Name} has no C# type; see TypeMap.");
        return name + new string('*', type.Pointers);
    }
}
