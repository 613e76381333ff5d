namespace Bindgen;

/// <summary>Writes functions as <c>[LibraryImport]</c> methods of the class FaissNative.</summary>
internal static class FunctionWriter
{
    private static readonly HashSet<string> s_keywords =
        ["base", "checked", "fixed", "in", "is", "lock", "object", "out", "params", "ref", "string"];

    public static string Write(Header header, IEnumerable<FunctionDeclaration> functions)
    {
        var map = new TypeMap(header);
        var writer = new SourceWriter("System.Runtime.CompilerServices", "System.Runtime.InteropServices");
        writer.Line("public static unsafe partial class FaissNative");
        writer.Open();
        bool first = true;
        foreach (FunctionDeclaration function in functions)
        {
            if (!first)
                writer.Line();
            first = false;
            writer.Docs(function.Docs);
            bool hasString = function.Parameters.Any(parameter => TypeMap.IsString(parameter.Type));
            writer.Line($"[LibraryImport(LibraryName{(hasString ? ", StringMarshalling = StringMarshalling.Utf8" : "")})]");
            writer.Line("[UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]");
            IEnumerable<string> parameters =
                function.Parameters.Select(parameter => $"{map.Parameter(function, parameter.Type)} {Identifier(parameter.Name)}");
            writer.Line($"public static partial {map.Result(function.Result)} {function.Name}({string.Join(", ", parameters)});");
        }
        writer.Close();
        return writer.ToString();
    }

    private static string Identifier(string name) => s_keywords.Contains(name) ? "@" + name : name;
}
