using System.CommandLine;
using System.Globalization;
using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary><c>faissnet verify</c>: loads a file in both engines and reports every difference.</summary>
internal static class VerifyCommand
{
    // Enough to see a pattern.
    private const int ShownDifferences = 10;

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The index file." };
        Option<string> queries = Options.File("--queries", "Query vectors: .npy, .fvecs, .bvecs or .ivecs.");
        Option<int> k = Options.K();
        Option<int?> nprobe = Options.NProbe();
        Option<bool> json = Options.Json();
        var command = new Command("verify", "Compare the answers of both engines to the same queries; exit code 1 where they differ.")
        {
            file, queries, k, nprobe, json,
        };
        command.SetGuardedAction(terminal, (parsed, cancellationToken) =>
        {
            using VectorFile source = VectorFile.Open(parsed.GetRequiredValue(queries));
            string path = parsed.GetRequiredValue(file);
            var options = new SearchOptions { NProbe = parsed.GetValue(nprobe), CancellationToken = cancellationToken };
            VerificationReport report = Verify(path, source, parsed.GetRequiredValue(k), options);
            if (parsed.GetValue(json))
                WriteJson(terminal, report);
            else
                WriteText(terminal, report);
            return report.Equal ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static VerificationReport Verify(string path, VectorFile queries, int k, SearchOptions options)
    {
        FaissFileInfo info = IndexOpener.Inspect(path, options.CancellationToken);
        SearchableIndex.Check(queries, info.IsBinary ? info.Dimension / 8 : info.Dimension, info.IsBinary);
        float[] rows = queries.ReadAll();
        return info.IsBinary
            ? FaissIndex.VerifyBinary(path, SearchableIndex.Bits(rows), k, options)
            : FaissIndex.Verify(path, rows, k, options);
    }

    private static void WriteJson(Terminal terminal, VerificationReport report) => Json.Write(terminal, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("equal", report.Equal);
        // JSON knows no infinity; the largest number says as much.
        writer.WriteNumber("max_relative_difference", Math.Min(report.MaxRelativeDifference, double.MaxValue));
        writer.WriteNumber("ids_different", report.IdsDifferent);
        writer.WriteEndObject();
    });

    private static void WriteText(Terminal terminal, VerificationReport report)
    {
        terminal.Console.WriteLine(report.ToString());
        foreach (VerificationDifference difference in report.Differences.Take(ShownDifferences))
        {
            terminal.Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  query {difference.Query}, rank {difference.Rank}: C# {difference.ManagedId} ({difference.ManagedDistance}), "
                + $"FAISS {difference.NativeId} ({difference.NativeDistance})"));
        }
        if (report.Differences.Count > ShownDifferences)
            terminal.Console.WriteLine($"  … and {report.Differences.Count - ShownDifferences} more.");
    }
}
