namespace Bindgen;

/// <summary>Spreads the declarations over files: constants, structs, and the functions by the opaque struct that they work on.</summary>
internal static class Generator
{
    public static IReadOnlyList<GeneratedFile> Generate(Header header)
    {
        var files = new List<GeneratedFile>
        {
            new("Constants.g.cs", EnumWriter.Write(header.Enums)),
            new("Structs.g.cs", StructWriter.Write(header)),
        };
        // The longest name first: faissnet_binary_index_add belongs to faissnet_binary_index.
        string[] subjects =
            [.. header.Structs.Where(type => type.IsOpaque).Select(type => type.Name).OrderByDescending(name => name.Length)];
        foreach (IGrouping<string, FunctionDeclaration> group in header.Functions.GroupBy(function => Subject(function, subjects)))
            files.Add(new GeneratedFile($"FaissNative.{group.Key}.g.cs", FunctionWriter.Write(header, group)));
        return files;
    }

    private static string Subject(FunctionDeclaration function, string[] subjects)
    {
        string? subject = Array.Find(subjects, name => function.Name.StartsWith(name + "_", StringComparison.Ordinal));
        return subject is null ? "Library" : TypeMap.Pascal(subject);
    }
}
