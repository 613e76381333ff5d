using System.CommandLine;
using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary><c>faissnet eval</c>: what each technique keeps of the retrieval quality, and what it costs.</summary>
internal static class EvalCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> baseFile = Options.File("--base", $"Vectors to store: {Options.VectorFiles}");
        Option<string> queries = Options.File("--queries", "Query vectors; which file is base and which queries decides the direction.");
        Option<string[]> relevant = Options.Relevant();
        Option<string[]> indexes = new("--index")
        {
            Description = "Factory strings, e.g. SQ8 PQ64np IVF64,PQ64np.",
            HelpName = "string...",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> suite = new("--suite") { Description = "A list of techniques that fits the data: small or full; with --index, these as well." };
        suite.AcceptOnlyFromAmong("small", "full");
        Option<int[]> nprobe = Options.NProbes();
        Option<float[]> refineFactors = Options.RefineFactors();
        Option<double?> holdOut = new("--hold-out")
        {
            Description = "Share of the queries to measure with; techniques that learn from queries get the others. 0 measures with all. "
                + "Default 0.5 with --suite or where an index learns from queries, else 0.",
            HelpName = "share",
        };
        Option<bool> both = new("--both") { Description = "Measure the other direction too: the base asks and the queries are stored." };
        Option<string[]> captions = new("--captions")
        {
            Description = "A line of text for each vector of the base and of the queries, for the report.",
            HelpName = "base.txt queries.txt",
            Arity = new ArgumentArity(2, 2),
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> html = Options.File("--html", "Write a report to look at: plots, intervals, the queries that got worse, how the data lie.", required: false);
        Option<string> csv = Options.File("--csv", "Write the numbers as CSV.", required: false);
        Option<string?> cache = new("--cache") { Description = "Where exact neighbours are kept; 'none' for nowhere. By default the user's cache folder.", HelpName = "folder" };
        Option<string> metric = Options.Metric();
        Option<string> engine = Options.Engine();
        Option<bool> json = Options.Json();
        var command = new Command("eval", "Measure what indexes keep of the quality of exact float search.")
        {
            baseFile, queries, relevant, indexes, suite, metric, nprobe, refineFactors, engine, holdOut, both, captions, html, csv, json, cache,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(indexes) is null && result.GetResult(suite) is null)
                result.AddError("Say what to measure: --index with factory strings, or --suite small or full.");
        });
        command.SetGuardedAction(terminal, (parsed, cancellationToken) =>
        {
            string? htmlPath = Options.Writable(parsed.GetValue(html)), csvPath = Options.Writable(parsed.GetValue(csv));
            Metric compared = Options.ParseMetric(parsed.GetRequiredValue(metric));
            Engine chosen = Options.ParseEngine(parsed.GetRequiredValue(engine));
            string? size = parsed.GetValue(suite);
            string[] given = parsed.GetValue(indexes) ?? [];
            using var data = EvalData.Open(
                parsed.GetRequiredValue(baseFile), parsed.GetRequiredValue(queries), parsed.GetValue(relevant), parsed.GetValue(captions), compared,
                HeldOut(parsed.GetValue(holdOut), size, given), parsed.GetValue(both));
            var techniques = new List<EvalTechnique>();
            foreach (string index in given)
                techniques.AddRange(EvalTechnique.OfIndex(index, parsed.GetValue(nprobe) ?? [], parsed.GetValue(refineFactors) ?? [], chosen));
            if (size is not null)
            {
                long fewest = data.Directions.Min(direction => direction.DataSet.Base.Count);
                techniques.AddRange(EvalSuite.Of(size == "full", data.Directions[0].DataSet, fewest, chosen));
            }
            // All of them are made once before any is measured: a wrong string should not end a long run.
            foreach (EvalTechnique technique in techniques)
                technique.Create(data.Directions[0].DataSet).Dispose();
            var options = new EvaluationOptions
            {
                CancellationToken = cancellationToken,
                GroundTruthFolder = parsed.GetValue(cache) switch { null => CacheFolder.GroundTruth, "none" => null, var folder => folder },
            };
            List<RetrievalReport> reports = EvalRun.Run(terminal, data.Directions, techniques, options, measureGeometry: htmlPath is not null);
            if (htmlPath is not null)
                HtmlReport.Write(htmlPath, $"{data.BaseName} and {data.QueryName}", reports);
            if (csvPath is not null)
                CsvReport.Write(csvPath, reports);
            if (parsed.GetValue(json))
                Json.Write(terminal, writer => JsonReport.Write(writer, reports));
            else
                EvalTable.Write(terminal, reports, (string?[])[htmlPath, csvPath]);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Nothing is measured with queries that it has learned from.</summary>
    private static double HeldOut(double? asked, string? suite, string[] indexes)
    {
        string? learning = Array.Find(indexes, IndexOpener.LearnsFromQueries);
        if (asked is 0 && learning is not null)
        {
            throw new UsageException(
                $"--index {learning} learns from queries, and --hold-out 0 leaves it none: say --hold-out 0.5 to measure with one half and learn from the other.");
        }
        return asked ?? (suite is not null || learning is not null ? 0.5 : 0);
    }
}
