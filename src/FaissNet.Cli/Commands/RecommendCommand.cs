using System.CommandLine;
using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary><c>faissnet recommend</c>: finds, builds and measures the index that suits vectors, queries and limits.</summary>
internal static class RecommendCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> baseFile = Options.File("--base", $"Vectors to store: {Options.VectorFiles}");
        Option<string> queries = Options.File("--queries", "Real queries, at least 100: a part to learn from, a part to choose by, a part to measure with.");
        Option<string[]> relevant = Options.Relevant();
        Option<string> metric = Options.Metric();
        Option<double?> maxBytes = new("--max-bytes") { Description = "Bytes of a code at most.", HelpName = "n" };
        Option<double?> minRetention = new("--min-retention")
        {
            Description = "Share of the quality of exact float search to keep at least, e.g. 0.97; 0.99 where nothing is limited.",
            HelpName = "share",
        };
        Option<double?> maxLatency = new("--max-latency-ms") { Description = "Milliseconds of one query on one thread at most.", HelpName = "ms" };
        Option<string?> maxMemory = new("--max-memory") { Description = "Bytes of the whole index at most, e.g. 500M or 8G.", HelpName = "size" };
        Option<string> kept = new("--retention-of") { Description = "The metric to keep: r1, r10 or ndcg10.", DefaultValueFactory = _ => "r1" };
        kept.AcceptOnlyFromAmong("r1", "r10", "ndcg10");
        Option<string> prefer = new("--prefer")
        {
            Description = "What is best among what keeps to the limits: quality, size or speed; auto is quality where bytes or memory are limited, else size.",
            DefaultValueFactory = _ => "auto",
        };
        prefer.AcceptOnlyFromAmong("auto", "quality", "size", "speed");
        Option<string[]> indexes = new("--index")
        {
            Description = "Factory strings to choose from; by default a list that fits the data.",
            HelpName = "string...",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<int> seed = new("--seed") { Description = "Decides which queries are in which part.", DefaultValueFactory = _ => 1, HelpName = "n" };
        Option<string> output = Options.File("--output", "Write the index here; one that exists is replaced.", required: false);
        Option<bool> json = Options.Json();
        var command = new Command("recommend", "Find the index that suits your vectors, queries and limits, build it and measure it.")
        {
            baseFile, queries, relevant, metric, maxBytes, minRetention, maxLatency, maxMemory, kept, prefer, indexes, seed, output, json,
        };
        command.SetGuardedAction(terminal, (parsed, cancellationToken) =>
        {
            string? target = parsed.GetValue(output);
            // Better to know before minutes of searching than after.
            if (target is not null && Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder && !Directory.Exists(folder))
                throw new DirectoryNotFoundException($"{target} cannot be written: there is no folder {folder}.");
            var options = new AdvisorOptions
            {
                MaxBytes = parsed.GetValue(maxBytes),
                MinRetention = parsed.GetValue(minRetention),
                MaxLatency = parsed.GetValue(maxLatency),
                MaxMemory = parsed.GetValue(maxMemory) is { } size ? ByteSize.Parse("--max-memory", size) : null,
                Metric = parsed.GetValue(kept) switch { "r10" => RetentionMetric.R10, "ndcg10" => RetentionMetric.Ndcg10, _ => RetentionMetric.R1 },
                Preference = parsed.GetValue(prefer) switch
                {
                    "quality" => AdvisorPreference.Quality,
                    "size" => AdvisorPreference.Size,
                    "speed" => AdvisorPreference.Speed,
                    _ => AdvisorPreference.Automatic,
                },
                Candidates = parsed.GetValue(indexes) is { Length: > 0 } given ? given : null,
                Seed = parsed.GetValue(seed),
                CancellationToken = cancellationToken,
            };
            using VectorFile baseVectors = VectorFile.Open(parsed.GetRequiredValue(baseFile));
            using VectorFile queryVectors = VectorFile.Open(parsed.GetRequiredValue(queries));
            RetrievalDataSet dataSet = Options.OpenDataSet(
                baseVectors, queryVectors, Options.ParseMetric(parsed.GetRequiredValue(metric)), parsed.GetValue(relevant));
            using Recommendation found = ProgressDisplay.Run(
                terminal, progress => Advisor.Recommend(dataSet, options with { Progress = progress }));
            if (target is not null)
                found.Index?.Save(target, new BuildOptions { CancellationToken = cancellationToken });
            string? written = found.Index is null ? null : target;
            if (parsed.GetValue(json))
                RecommendationOutput.WriteJson(terminal, found, options.Metric, written);
            else
                RecommendationOutput.WriteText(terminal, found, options.Metric, written);
            return found.Winner is null ? ExitCode.Failure : ExitCode.Success;
        });
        return command;
    }
}
