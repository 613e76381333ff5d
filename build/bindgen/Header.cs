namespace Bindgen;

/// <summary>What a header declares, in its order.</summary>
internal sealed record Header(
    IReadOnlyList<EnumDeclaration> Enums,
    IReadOnlyList<StructDeclaration> Structs,
    IReadOnlyList<FunctionDeclaration> Functions,
    IReadOnlyList<CallbackDeclaration> Callbacks);

internal sealed record EnumDeclaration(string Name, Documentation Docs, IReadOnlyList<EnumConstant> Constants);

internal sealed record EnumConstant(string Name, string Value, Documentation Docs);

/// <summary>A struct; one without fields is opaque, and only pointers to it exist.</summary>
internal sealed record StructDeclaration(string Name, Documentation Docs, IReadOnlyList<Variable> Fields)
{
    public bool IsOpaque => Fields.Count == 0;
}

internal sealed record FunctionDeclaration(string Name, CType Result, IReadOnlyList<Variable> Parameters, Documentation Docs);

/// <summary>A named type of pointers to functions of the caller's.</summary>
internal sealed record CallbackDeclaration(string Name, CType Result, IReadOnlyList<CType> Parameters);

/// <summary>A parameter or a field.</summary>
internal sealed record Variable(string Name, CType Type, Documentation Docs);

/// <summary>A comment: its text, and the text of each <c>\param</c>.</summary>
internal sealed record Documentation(string Summary, IReadOnlyDictionary<string, string> Parameters);
