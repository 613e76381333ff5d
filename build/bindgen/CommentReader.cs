using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bindgen;

/// <summary>Reads the comment that clang attached to a declaration.</summary>
internal static partial class CommentReader
{
    public static Documentation Read(JsonElement declaration)
    {
        JsonElement comment = HeaderReader.Of(declaration, "FullComment").FirstOrDefault();
        if (comment.ValueKind != JsonValueKind.Object)
            return new Documentation("", new Dictionary<string, string>());
        string summary = Join(HeaderReader.Of(comment, "ParagraphComment"));
        var parameters = HeaderReader.Of(comment, "ParamCommandComment")
            .ToDictionary(parameter => parameter.GetProperty("param").GetString()!, parameter => Join(HeaderReader.Children(parameter)));
        return new Documentation(summary, parameters);
    }

    // Clang cuts a line at every '<'; the pieces of one paragraph fit together as they are, because a new line starts with a space.
    private static string Join(IEnumerable<JsonElement> paragraphs)
        => Spaces().Replace(string.Join(' ', paragraphs.Select(paragraph => string.Concat(Texts(paragraph)))), " ").Trim();

    private static IEnumerable<string> Texts(JsonElement node)
        => HeaderReader.Kind(node) == "TextComment"
            ? [node.GetProperty("text").GetString()!]
            : HeaderReader.Children(node).SelectMany(Texts);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
