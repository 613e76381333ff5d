using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FaissNet.Cli.Bench;
using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary><c>faissnet bench</c>: races the C# engine against native FAISS, on the same files and only where the answers are the same.</summary>
internal static class BenchCommand
{
    private const int StandardDimension = 128;
    private const int LeastRepetitions = 5;

    public static Command Create(Terminal terminal)
    {
        var workloads = new Option<string[]>("--workloads")
        {
            Description = $"Only these: {string.Join(", ", Workloads.Create(StandardDimension).Select(workload => workload.Name))}.",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "name",
        };
        var threads = new Option<int>("--threads") { Description = "Threads for each engine.", DefaultValueFactory = _ => 1, HelpName = "n" };
        var repetitions = new Option<int>("--repetitions")
        {
            Description = $"Timed runs of each engine, at least {LeastRepetitions}.",
            DefaultValueFactory = _ => LeastRepetitions,
            HelpName = "n",
        };
        var scale = new Option<double>("--scale")
        {
            Description = "Share of the standard sizes (200,000 to 1,000,000 vectors) to race on.",
            DefaultValueFactory = _ => 1,
            HelpName = "share",
        };
        Option<string> baseFile = Options.File("--base", "Race on these vectors (.npy, .fvecs) instead of generated ones.", required: false);
        Option<string> queryFile = Options.File("--queries", "Race with these queries.", required: false);
        var folder = new Option<string?>("--folder")
        {
            Description = "Keep the indexes that are raced here, and take those of an earlier run; delete them when the engine builds other ones.",
            HelpName = "folder",
        };
        Option<bool> json = Options.Json();
        var command = new Command("bench", "Race the C# engine against native FAISS.")
        {
            workloads, threads, repetitions, scale, baseFile, queryFile, folder, json,
        };
        command.SetGuardedAction(terminal, (parsed, cancellationToken) =>
        {
            Check(parsed.GetValue(threads), parsed.GetValue(repetitions), parsed.GetValue(scale));
            using BenchData data = OpenData(
                parsed.GetValue(baseFile), parsed.GetValue(queryFile), parsed.GetValue(scale), parsed.GetValue(folder));
            IReadOnlyList<Workload> chosen = Choose(parsed.GetValue(workloads), data.Dimension);
            if (!FaissRuntime.IsNativeAvailable && chosen.Any(workload => workload.HasNative))
                throw new InvalidOperationException($"A race needs both engines, and native FAISS is not available: {FaissRuntime.UnavailableReason}");
            MachineLimits limits = MachineLimits.Measure();
            var runner = new BenchRunner(limits, parsed.GetValue(repetitions));
            var results = new List<BenchResult>();
            foreach (Workload workload in chosen)
            {
                cancellationToken.ThrowIfCancellationRequested();
                terminal.Progress?.MarkupLine($"[grey]{workload.Name}[/]");
                using (workload)
                    results.Add(runner.Run(workload, data, parsed.GetValue(threads), cancellationToken));
            }
            if (parsed.GetValue(json))
                WriteJson(terminal, results);
            else
                WriteTable(terminal, results, limits);
            return results.All(result => result.Difference is null) ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static void Check(int threads, int repetitions, double scale)
    {
        if (threads < 1)
            throw new UsageException("--threads must be at least 1.");
        if (repetitions < LeastRepetitions)
            throw new UsageException($"--repetitions must be at least {LeastRepetitions}.");
        if (!(scale is > 0 and <= 1))
            throw new UsageException("--scale must be above 0 and at most 1.");
    }

    private static BenchData OpenData(string? baseFile, string? queryFile, double scale, string? folder)
    {
        if ((baseFile is null) != (queryFile is null))
            throw new UsageException("--base and --queries go together.");
        if (baseFile is null || queryFile is null)
            return new BenchData(StandardDimension, scale, folder: folder);
        if (folder is not null)
            throw new UsageException("--folder keeps indexes of generated vectors, not of --base.");
        using VectorFile stored = VectorFile.Open(baseFile), queries = VectorFile.Open(queryFile);
        if (stored.Dimension != queries.Dimension)
            throw new UsageException($"The base vectors have dimension {stored.Dimension}, the queries {queries.Dimension}.");
        return new BenchData(stored.Dimension, scale, stored.ReadAll(), queries.ReadAll());
    }

    private static IReadOnlyList<Workload> Choose(string[]? names, int dimension)
    {
        IReadOnlyList<Workload> all = Workloads.Create(dimension);
        if (names is null or [])
            return all;
        foreach (string name in names)
        {
            if (all.All(workload => workload.Name != name))
                throw new UsageException($"There is no workload '{name}'; there are {string.Join(", ", all.Select(workload => workload.Name))}.");
        }
        return [.. all.Where(workload => names.Contains(workload.Name))];
    }

    private static void WriteTable(Terminal terminal, List<BenchResult> results, MachineLimits limits)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("workload");
        foreach (string column in (ReadOnlySpan<string>)["C# ÷ FAISS", "spread", "C#", "FAISS", "unit", "of the limit"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (BenchResult result in results)
        {
            if (result.Speed is not { } speed)
            {
                table.AddRow(result.Workload, "differs", "", "", "", "", "");
                continue;
            }
            string[] against = result.Ratio is { } ratio
                ? [$"{Number(ratio.Median)}×", $"{Number(ratio.Min)}–{Number(ratio.Max)}", Number(ratio.Native)]
                : ["–", "", "has none"];
            table.AddRow(
                result.Workload, against[0], against[1], Number(speed.Managed), against[2], result.Unit, Format.Share(speed.LimitShare));
        }
        terminal.Console.Write(table);
        foreach (BenchResult result in results.Where(result => result.Difference is not null))
            terminal.Console.WriteLine($"{result.Workload}: no ratio, because {result.Difference}.");
        terminal.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"FAISS {FaissRuntime.NativeVersion}; one thread of this machine: {limits.FlopsPerSecond / 1e9:0} GFLOP/s in registers, "
            + $"{limits.MemoryBytesPerSecond / 1e9:0.0} GB/s from memory, {limits.CacheBytesPerSecond / 1e9:0} GB/s from the second-level cache."));
    }

    private static string Number(double value) => value.ToString(value < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    private static void WriteJson(Terminal terminal, List<BenchResult> results) => Json.Write(terminal, writer =>
    {
        writer.WriteStartArray();
        foreach (BenchResult result in results)
        {
            writer.WriteStartObject();
            writer.WriteString("workload", result.Workload);
            writer.WriteNumber("threads", result.Threads);
            writer.WritePropertyName("equal");
            if (result.Difference is null)
                writer.WriteBooleanValue(true);
            else
                writer.WriteStringValue(result.Difference);
            WriteNumber(writer, "ratio", result.Ratio?.Median);
            WriteNumber(writer, "ratio_min", result.Ratio?.Min);
            WriteNumber(writer, "ratio_max", result.Ratio?.Max);
            WriteNumber(writer, "managed", result.Speed?.Managed);
            WriteNumber(writer, "native", result.Ratio?.Native);
            writer.WriteString("unit", result.Unit);
            WriteNumber(writer, "limit_share", result.Speed?.LimitShare);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }
}
