using System.Text.Encodings.Web;
using System.Text.Json;

namespace FaissNet.Cli;

/// <summary>Indented JSON for people and programs: keys in snake case, no escapes that only HTML needs.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Terminal terminal, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_options))
            write(writer);
        terminal.Out.WriteLine(System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }
}
