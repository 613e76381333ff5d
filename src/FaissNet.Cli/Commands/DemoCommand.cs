using System.CommandLine;
using System.Diagnostics;
using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary>
/// <c>faissnet demo</c>: what each kind of code costs, in both directions, on the embeddings that come with the tool. Pure C#.
/// </summary>
internal static class DemoCommand
{
    // Long enough for a speed that means something, short enough for seven techniques in two directions.
    private static readonly TimeSpan s_searchTime = TimeSpan.FromSeconds(0.15);

    public static Command Create(Terminal terminal)
    {
        var command = new Command("demo", "Measure every kind of compression on bundled image and caption embeddings.");
        command.SetGuardedAction(terminal, (_, cancellationToken) => Run(terminal, cancellationToken));
        return command;
    }

    private static int Run(Terminal terminal, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        EmojiData data = EmojiData.Load();
        (List<RetrievalResult> toImages, List<RetrievalResult> toTexts) = ProgressDisplay.Run(terminal, progress =>
        {
            int total = 2 * DemoTechnique.All.Count;
            var options = new EvaluationOptions { CancellationToken = cancellationToken, MinimumSearchTime = s_searchTime };
            List<RetrievalResult> images = Measure(
                data.TextToImage(), options, done => progress?.Report(new BuildProgress("measuring", done, total)));
            List<RetrievalResult> texts = Measure(
                data.ImageToText(), options, done => progress?.Report(new BuildProgress("measuring", images.Count + done, total)));
            return (images, texts);
        });
        string images = Format.Count(data.ImageCount);
        string texts = Format.Count(data.TextCount);
        terminal.Console.MarkupLine($"[bold]What compression costs[/]: {images} emoji images, {texts} English and French captions,");
        terminal.Console.MarkupLine(
            $"{data.Dimension}-dimensional CLIP-like embeddings, inner product, C# engine, {Environment.ProcessorCount} cores");
        var table = new DemoTable();
        table.AddDirection("text → image", toImages);
        table.AddDirection("image → text", toTexts);
        terminal.Console.Write(table.Build());
        WriteEnd(terminal, Stopwatch.GetElapsedTime(start));
        return ExitCode.Success;
    }

    private static List<RetrievalResult> Measure(RetrievalDataSet dataSet, EvaluationOptions options, Action<int> report)
    {
        report(0);
        var evaluator = new RetrievalEvaluator(dataSet, options);
        var results = new List<RetrievalResult>();
        foreach (DemoTechnique technique in DemoTechnique.All)
        {
            using IRetriever retriever = technique.Create(dataSet.Dimension, evaluator.Queries);
            results.Add(evaluator.Evaluate(retriever));
            report(results.Count);
        }
        return results;
    }

    private static void WriteEnd(Terminal terminal, TimeSpan elapsed)
    {
        string folder = Path.GetRelativePath(Environment.CurrentDirectory, EmojiData.Folder);
        foreach (string line in (string[])
        [
            "Kept: against float. All images lie off in one direction, all texts in another,",
            "so their signs at 0 hardly differ; at the mean of each side they do, in the same",
            "64 bytes. Text queries probe lists that were made for images: raise nprobe.",
            $"Took {Format.Seconds(elapsed.TotalSeconds)} s. [bold]Try next[/], here or with .npy files of your own:",
            $"  cd {Markup.Escape(folder)}",
            "  faissnet eval --base images.npy --queries texts.npy \\",
            "    --relevant image_items.npy text_items.npy --index SQ4 PQ32np IVF64,SQ8 --nprobe 16",
            "  faissnet build --input images.npy --index IVF64,PQ64np --output images.faiss",
            "  faissnet search --index images.faiss --queries texts.npy -k 10 --nprobe 16",
        ])
            terminal.Console.MarkupLine(line);
    }
}
