using System.CommandLine;
using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary><c>faissnet check</c>: whether new data still looks like what the quality card of an index was measured on.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The index file, with a quality card as recommend writes it." };
        Option<string> baseFile = Options.File("--base", "Vectors as they are stored now: .npy, .fvecs, .bvecs, .ivecs, .parquet or .arrow.");
        Option<string> queries = Options.File("--queries", "Queries as they come now.");
        Option<bool> json = Options.Json();
        var command = new Command("check", "Say whether new data still looks like what the index was measured on; exit code 1 where it has drifted.")
        {
            file, baseFile, queries, json,
        };
        command.SetGuardedAction(terminal, (parsed, cancellationToken) =>
        {
            QualityCard card = Read(parsed.GetRequiredValue(file), cancellationToken);
            using VectorFile baseVectors = VectorFile.Open(parsed.GetRequiredValue(baseFile));
            using VectorFile queryVectors = VectorFile.Open(parsed.GetRequiredValue(queries));
            (DriftReport report, bool isSame) = ProgressDisplay.Run(terminal, progress =>
            {
                var options = new EvaluationOptions { Progress = progress, CancellationToken = cancellationToken };
                DataGeometry geometry = DataGeometry.Measure(baseVectors, queryVectors, options);
                return (DriftReport.Compare(card, geometry), DataFingerprint.Compute(baseVectors, options) == card.Data.BaseFingerprint);
            });
            if (parsed.GetValue(json))
                WriteJson(terminal, report, isSame);
            else
                WriteText(terminal, report, isSame);
            return report.HasDrifted ? ExitCode.Failure : ExitCode.Success;
        });
        return command;
    }

    private static QualityCard Read(string path, CancellationToken cancellationToken)
    {
        string text = IndexOpener.Inspect(path, cancellationToken).QualityCard
            ?? throw new InvalidDataException($"{path} has no quality card to compare with; 'faissnet recommend' writes one.");
        try
        {
            return QualityCard.Parse(text);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private static void WriteText(Terminal terminal, DriftReport report, bool isSame)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("What").NoWrap());
        table.AddColumn(new TableColumn("Moved").RightAligned());
        table.AddColumn(new TableColumn("May").RightAligned());
        table.AddColumn("");
        foreach (DriftMeasure measure in report.Measures)
        {
            table.AddRow(
                measure.Name, Format.Share(measure.Value), Format.Share(measure.Limit),
                measure.HasDrifted ? $"drifted: {Markup.Escape(measure.Meaning)}" : "as measured");
        }
        terminal.Console.Write(table);
        if (isSame)
            terminal.Console.WriteLine("The stored vectors are those that were measured.");
        terminal.Console.WriteLine(report.HasDrifted
            ? "The data has drifted: measure again, and build anew where too little is kept ('faissnet recommend')."
            : "The data looks like what was measured.");
    }

    private static void WriteJson(Terminal terminal, DriftReport report, bool isSame) => Json.Write(terminal, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("drifted", report.HasDrifted);
        writer.WriteBoolean("same_base", isSame);
        writer.WriteStartArray("measures");
        foreach (DriftMeasure measure in report.Measures)
        {
            writer.WriteStartObject();
            writer.WriteString("name", measure.Name);
            writer.WriteNumber("value", measure.Value);
            writer.WriteNumber("limit", measure.Limit);
            writer.WriteBoolean("drifted", measure.HasDrifted);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
