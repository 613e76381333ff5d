using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary><c>faissnet info</c>: what a FAISS file holds and which engine opens it, without loading it.</summary>
internal static class InfoCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The index file." };
        Option<bool> json = Options.Json();
        var command = new Command("info", "Show what an index file holds.") { file, json };
        command.SetGuardedAction(terminal, (parsed, cancellationToken) =>
        {
            string path = parsed.GetRequiredValue(file);
            FaissFileInfo info = IndexOpener.Inspect(path, cancellationToken);
            if (parsed.GetValue(json))
                WriteJson(terminal, path, info);
            else
                WriteTree(terminal, path, info);
            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteTree(Terminal terminal, string path, FaissFileInfo info)
    {
        string unit = info.IsBinary ? "bits" : "dimensions";
        string state = info.IsTrained ? "trained" : "not trained";
        terminal.Console.WriteLine($"{path}: {Format.Count(info.Count)} vectors of {info.Dimension} {unit}, {state}, {Format.Bytes(info.Length)}"
            + (info.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $", {(double)info.Length / info.Count:0.#} bytes a vector") : ""));
        terminal.Console.WriteLine($"Factory string: {info.Description}");
        if (info.TrailerLength > 0)
            terminal.Console.WriteLine($"{Format.Bytes(info.TrailerLength)} follow the index.");
        terminal.Console.WriteLine($"C# engine: {info.WhyNotManaged ?? "opens it"}");
        terminal.Console.WriteLine($"Native engine: {info.WhyNotNative ?? $"FAISS {info.MinimumFaissVersion} or newer may open it"}");
        if (info.QualityCard is { } text)
            QualityCardOutput.Write(terminal, text);
        var tree = new Tree(Label(info.Index));
        foreach (IndexStructure child in info.Index.Children)
            AddTo(tree, child);
        terminal.Console.Write(tree);
    }

    private static void AddTo(IHasTreeNodes parent, IndexStructure part)
    {
        TreeNode node = parent.AddNode(Label(part));
        foreach (IndexStructure child in part.Children)
            AddTo(node, child);
    }

    private static string Label(IndexStructure part)
    {
        string fields = string.Join(", ", part.Fields.Select(field => $"{field.Name} = {Text(field.Value)}"));
        return $"[bold]{Markup.Escape(part.ClassName)}[/] {Markup.Escape($"{part.Role}, {part.Fourcc}, {Format.Bytes(part.Length)}")}"
            + (fields.Length > 0 ? $"\n[grey]{Markup.Escape(fields)}[/]" : "");
    }

    private static string Text(object value) => value switch
    {
        double number => number.ToString("G6", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static void WriteJson(Terminal terminal, string path, FaissFileInfo info) => Json.Write(terminal, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("path", path);
        writer.WriteString("description", info.Description);
        writer.WriteNumber("bytes", info.Length);
        writer.WriteNumber("trailer_bytes", info.TrailerLength);
        writer.WriteBoolean("binary", info.IsBinary);
        writer.WriteNumber("d", info.Dimension);
        writer.WriteNumber("ntotal", info.Count);
        writer.WriteBoolean("is_trained", info.IsTrained);
        writer.WriteBoolean("managed", info.IsManagedReadable);
        writer.WriteString("why_not_managed", info.WhyNotManaged);
        writer.WriteBoolean("native", info.IsNativeSafe);
        writer.WriteString("why_not_native", info.WhyNotNative);
        writer.WriteString("minimum_faiss_version", info.MinimumFaissVersion.ToString());
        if (info.QualityCard is { } card)
        {
            writer.WritePropertyName("quality_card");
            QualityCardOutput.WriteJson(writer, card);
        }
        writer.WritePropertyName("index");
        WriteJson(writer, info.Index);
        writer.WriteEndObject();
    });

    private static void WriteJson(Utf8JsonWriter writer, IndexStructure part)
    {
        writer.WriteStartObject();
        writer.WriteString("role", part.Role);
        writer.WriteString("fourcc", part.Fourcc);
        writer.WriteString("class", part.ClassName);
        writer.WriteNumber("offset", part.Offset);
        writer.WriteNumber("bytes", part.Length);
        writer.WriteStartObject("fields");
        foreach (StructureField field in part.Fields)
        {
            writer.WritePropertyName(field.Name);
            WriteValue(writer, field.Value);
        }
        writer.WriteEndObject();
        writer.WriteStartArray("children");
        foreach (IndexStructure child in part.Children)
            WriteJson(writer, child);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
