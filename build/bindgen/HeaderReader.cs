using System.Text.Json;

namespace Bindgen;

/// <summary>Reads clang's syntax tree into a <see cref="Header"/>.</summary>
internal static class HeaderReader
{
    // Everything else in the tree comes from the system's headers.
    private const string Prefix = "faissnet_";

    public static Header Read(JsonDocument tree)
    {
        using (tree)
        {
            var enums = new List<EnumDeclaration>();
            var structs = new Dictionary<string, StructDeclaration>();
            var functions = new List<FunctionDeclaration>();
            var callbacks = new List<CallbackDeclaration>();
            foreach (JsonElement node in Children(tree.RootElement))
            {
                if (!Name(node).StartsWith(Prefix, StringComparison.Ordinal))
                    continue;
                switch (Kind(node))
                {
                    case "EnumDecl":
                        EnumConstant[] constants = [.. Of(node, "EnumConstantDecl").Select(ReadConstant)];
                        enums.Add(new EnumDeclaration(Name(node), CommentReader.Read(node), constants));
                        break;
                    case "RecordDecl":
                        Variable[] fields = [.. Of(node, "FieldDecl").Select(ReadVariable)];
                        structs[Name(node)] = new StructDeclaration(Name(node), CommentReader.Read(node), fields);
                        break;
                    // The comment before `typedef struct x x;` belongs to the typedef.
                    case "TypedefDecl" when structs.TryGetValue(Name(node), out StructDeclaration? declared):
                        structs[Name(node)] = declared with { Docs = CommentReader.Read(node) };
                        break;
                    case "TypedefDecl" when TypeOf(node).Contains("(*)", StringComparison.Ordinal):
                        callbacks.Add(ReadCallback(node));
                        break;
                    case "FunctionDecl":
                        functions.Add(ReadFunction(node));
                        break;
                }
            }
            return new Header(enums, [.. structs.Values], functions, callbacks);
        }
    }

    public static IEnumerable<JsonElement> Children(JsonElement node)
        => node.TryGetProperty("inner", out JsonElement inner) ? inner.EnumerateArray() : [];

    public static IEnumerable<JsonElement> Of(JsonElement node, string kind) => Children(node).Where(child => Kind(child) == kind);

    public static string Kind(JsonElement node) => node.TryGetProperty("kind", out JsonElement kind) ? kind.GetString()! : "";

    private static string Name(JsonElement node) => node.TryGetProperty("name", out JsonElement name) ? name.GetString()! : "";

    private static string TypeOf(JsonElement node) => node.GetProperty("type").GetProperty("qualType").GetString()!;

    private static EnumConstant ReadConstant(JsonElement node)
    {
        JsonElement value = Of(node, "ConstantExpr").FirstOrDefault();
        if (value.ValueKind != JsonValueKind.Object)
            throw new BindgenException($"{Name(node)} has no value; the header's rule is that every constant states its own.");
        return new EnumConstant(Name(node), value.GetProperty("value").GetString()!, CommentReader.Read(node));
    }

    private static Variable ReadVariable(JsonElement node) => new(Name(node), CType.Parse(TypeOf(node)), CommentReader.Read(node));

    private static FunctionDeclaration ReadFunction(JsonElement node)
    {
        // The type of a function reads `int32_t (const faissnet_index *, int64_t *)`.
        string type = TypeOf(node);
        CType result = CType.Parse(type[..type.IndexOf('(')]);
        return new FunctionDeclaration(Name(node), result, [.. Of(node, "ParmVarDecl").Select(ReadVariable)], CommentReader.Read(node));
    }

    private static CallbackDeclaration ReadCallback(JsonElement node)
    {
        // The type reads `int32_t (*)(void *, int64_t)`.
        string type = TypeOf(node);
        int split = type.IndexOf("(*)(", StringComparison.Ordinal);
        CType[] parameters = [.. type[(split + 4)..^1].Split(',').Select(CType.Parse)];
        return new CallbackDeclaration(Name(node), CType.Parse(type[..split]), parameters);
    }
}
