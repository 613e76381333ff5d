using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary>
/// <c>faissnet demo</c>: what each kind of code costs, in both directions, on the embeddings that come with the tool, and what knowing of modalities wins
/// back. Pure C#.
/// </summary>
internal static class DemoCommand
{
    // Long enough for a speed that means something, short enough for all techniques in two directions.
    private static readonly TimeSpan s_searchTime = TimeSpan.FromSeconds(0.1);

    public static Command Create(Terminal terminal)
    {
        Option<string> html = Options.File(
            "--html", $"Where to write the report; by default {DemoReport.Name} in this folder, or in the temporary one where nothing can be written here.", required: false);
        var command = new Command("demo", "Measure every kind of compression on bundled image and caption embeddings.") { html };
        command.SetGuardedAction(terminal, (parsed, cancellationToken) => Run(terminal, Options.Writable(parsed.GetValue(html)), cancellationToken));
        return command;
    }

    private static int Run(Terminal terminal, string? html, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using EvalData data = EmojiData.Open();
        EvalDirection[] directions = [data.Directions[0] with { Name = "text → image" }, data.Directions[1] with { Name = "image → text" }];
        EvalTechnique[] techniques = [.. DemoTechnique.All.Select(technique => technique.ToEval())];
        var options = new EvaluationOptions { CancellationToken = cancellationToken, MinimumSearchTime = s_searchTime };
        List<RetrievalReport> reports = EvalRun.Run(terminal, directions, techniques, options, measureGeometry: true);
        string written = DemoReport.Place(html, Environment.CurrentDirectory, path => HtmlReport.Write(path, "Emoji and their captions", reports));
        WriteStart(terminal, directions);
        terminal.Console.Write(DemoTable.Build(reports));
        WriteEnd(terminal, reports[0].Geometry!.RelativeGap, Stopwatch.GetElapsedTime(start), written);
        return ExitCode.Success;
    }

    private static void WriteStart(Terminal terminal, EvalDirection[] directions)
    {
        RetrievalDataSet dataSet = directions[0].DataSet;
        string images = Format.Count(dataSet.Base.Count), texts = Format.Count(directions[1].DataSet.Base.Count);
        terminal.Console.MarkupLine($"[bold]What compression costs[/]: {images} emoji images, {texts} English and French captions,");
        terminal.Console.MarkupLine($"{dataSet.Dimension} dimensions, CLIP-like, inner product, C# engine. Kept: against float search,");
        terminal.Console.MarkupLine("on a random half of the queries; what learns from queries has the other half.");
    }

    private static void WriteEnd(Terminal terminal, double gap, TimeSpan elapsed, string report)
    {
        string folder = Path.GetRelativePath(Environment.CurrentDirectory, EmojiData.Folder);
        foreach (string line in (string[])
        [
            string.Create(CultureInfo.InvariantCulture, $"Images and texts lie {gap:0.00} of a vector's length apart, so that most signs are"),
            "the same for all images. At the mean of its own side each bit tells something.",
            "That helps even float search: a code costs what it keeps less than that row.",
            $"Took {Format.Seconds(elapsed.TotalSeconds)} s. [bold]Try next[/], here or with .npy files of your own:",
            $"  cd {Markup.Escape(folder)}",
            "  faissnet recommend --base images.npy --queries texts.npy --max-bytes 64 \\",
            "    --relevant image_items.npy text_items.npy",
            $"[bold]The report[/], with plots and what got worse query by query: {Markup.Escape(report)}",
        ])
            terminal.Console.MarkupLine(line);
    }
}
