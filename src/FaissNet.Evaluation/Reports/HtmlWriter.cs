using System.Net;
using System.Text;

namespace FaissNet.Evaluation;

/// <summary>Builds HTML. Whatever comes from outside goes through <see cref="Text"/> or an attribute, which escape it.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _builder = new();

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Markup of our own.</summary>
    public HtmlWriter Raw(string markup)
    {
        _builder.Append(markup);
        return this;
    }

    /// <summary>Text, escaped.</summary>
    public HtmlWriter Text(string text) => Raw(Escape(text));

    /// <summary>An element with text in it.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="text">What is in it, escaped.</param>
    /// <param name="attributes">Names and values, which are escaped.</param>
    public HtmlWriter Element(string tag, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
        => Open(tag, attributes).Text(text).Close(tag);

    public HtmlWriter Open(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Raw($"<{tag}");
        foreach ((string name, string value) in attributes)
            Raw($" {name}=\"{Escape(value)}\"");
        return Raw(">");
    }

    public HtmlWriter Close(string tag) => Raw($"</{tag}>\n");

    public override string ToString() => _builder.ToString();
}
