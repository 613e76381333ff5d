using System.CommandLine;
using System.Text.Json;
using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary><c>faissnet eval</c>: what each index keeps of the retrieval quality, and what it costs.</summary>
internal static class EvalCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> baseFile = Options.File("--base", "Vectors to store: .npy, .fvecs, .bvecs or .ivecs.");
        Option<string> queries = Options.File("--queries", "Query vectors; which file is base and which queries decides the direction.");
        Option<string[]> relevant = new("--relevant")
        {
            Description = "Item labels of the base and of the queries, integers in .npy files: equal labels are relevant. "
                + "Without it, the exact nearest neighbour is.",
            HelpName = "base_items.npy query_items.npy",
            Arity = new ArgumentArity(2, 2),
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> indexes = new("--index")
        {
            Description = "FAISS factory strings, e.g. SQ8 PQ64np IVF64,PQ64np.",
            HelpName = "string...",
            Required = true,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> metric = Options.Metric();
        Option<int?> nprobe = Options.NProbe();
        Option<string> engine = Options.Engine();
        Option<bool> json = Options.Json();
        var command = new Command("eval", "Measure what indexes keep of the quality of exact float search.")
        {
            baseFile, queries, relevant, indexes, metric, nprobe, engine, json,
        };
        command.SetGuardedAction(terminal, (parsed, cancellationToken) =>
        {
            using VectorFile baseVectors = VectorFile.Open(parsed.GetRequiredValue(baseFile));
            using VectorFile queryVectors = VectorFile.Open(parsed.GetRequiredValue(queries));
            Metric compared = Options.ParseMetric(parsed.GetRequiredValue(metric));
            RetrievalDataSet dataSet = parsed.GetValue(relevant) is [var baseItems, var queryItems]
                ? RetrievalDataSet.FromItems(baseVectors, queryVectors, compared, NpyIntegers.Read(baseItems), NpyIntegers.Read(queryItems))
                : new RetrievalDataSet(baseVectors, queryVectors, compared);
            var search = new SearchOptions { NProbe = parsed.GetValue(nprobe) };
            Engine chosen = Options.ParseEngine(parsed.GetRequiredValue(engine));
            string[] factories = parsed.GetRequiredValue(indexes);
            // All of them are made once before any is measured: a wrong string should not end a long run.
            foreach (string factory in factories)
                IndexOpener.Create(baseVectors.Dimension, factory, compared, chosen).Dispose();
            (RetrievalMetrics exact, List<RetrievalResult> results) = ProgressDisplay.Run(terminal, progress =>
            {
                var options = new EvaluationOptions { Progress = progress, CancellationToken = cancellationToken };
                var evaluator = new RetrievalEvaluator(dataSet, options);
                var measured = new List<RetrievalResult>();
                foreach (string factory in factories)
                {
                    VectorIndex index = IndexOpener.Create(baseVectors.Dimension, factory, compared, chosen);
                    using var retriever = new IndexRetriever(index, factory, search);
                    measured.Add(evaluator.Evaluate(retriever));
                    progress?.Report(new BuildProgress("indexes", measured.Count, factories.Length));
                }
                return (evaluator.FloatMetrics, measured);
            });
            if (parsed.GetValue(json))
                WriteJson(terminal, results);
            else
                WriteTable(terminal, dataSet, exact, results);
            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteJson(Terminal terminal, List<RetrievalResult> results) => Json.Write(terminal, writer =>
    {
        writer.WriteStartArray();
        foreach (RetrievalResult result in results)
        {
            writer.WriteStartObject();
            writer.WriteString("index", result.Name);
            writer.WriteNumber("bytes_per_vector", result.BytesPerVector);
            writer.WriteNumber("r1", result.Metrics.R1);
            writer.WriteNumber("r5", result.Metrics.R5);
            writer.WriteNumber("r10", result.Metrics.R10);
            writer.WriteNumber("mrr10", result.Metrics.Mrr10);
            writer.WriteNumber("ndcg10", result.Metrics.Ndcg10);
            writer.WriteNumber("map10", result.Metrics.Map10);
            writer.WriteNumber("kept_r1", result.KeptR1);
            writer.WriteNumber("kept_r10", result.KeptR10);
            writer.WriteNumber("neighbour_recall10", result.NeighbourRecall10);
            writer.WriteNumber("qps", result.Cost.QueriesPerSecond);
            writer.WriteNumber("train_s", result.Cost.TrainSeconds);
            writer.WriteNumber("add_s", result.Cost.AddSeconds);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    private static void WriteTable(Terminal terminal, RetrievalDataSet dataSet, RetrievalMetrics exact, List<RetrievalResult> results)
    {
        terminal.Console.WriteLine(
            $"{Format.Count(exact.QueryCount)} queries over {Format.Count(dataSet.Base.Count)} vectors, "
            + $"d = {dataSet.Dimension}, {Format.Name(dataSet.Metric)}.");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("Index");
        string[] columns =
        [
            "Bytes", "R@1", "R@5", "R@10", "MRR@10", "nDCG@10", "mAP@10",
            "Kept R@1", "Kept R@10", "Neighbours", "Queries/s", "Train s", "Add s",
        ];
        foreach (string column in columns)
            table.AddColumn(new TableColumn(column).RightAligned());
        table.AddRow(["float", Format.Count(4L * dataSet.Dimension), .. Metrics(exact)]);
        foreach (RetrievalResult result in results)
        {
            table.AddRow(
            [
                Markup.Escape(result.Name), Format.Count(result.BytesPerVector), .. Metrics(result.Metrics),
                Format.Share(result.KeptR1), Format.Share(result.KeptR10), Format.Share(result.NeighbourRecall10),
                Format.Count(result.Cost.QueriesPerSecond), Format.Seconds(result.Cost.TrainSeconds), Format.Seconds(result.Cost.AddSeconds),
            ]);
        }
        terminal.Console.Write(table);
        terminal.Console.WriteLine(dataSet.Relevance is null
            ? "Relevant is each query's exact nearest neighbour. Kept: against exact float search. Neighbours: share of the ten exact ones found."
            : "Kept: against exact float search. Neighbours: share of its ten results found.");
    }

    private static string[] Metrics(RetrievalMetrics metrics) =>
    [
        Format.Metric(metrics.R1), Format.Metric(metrics.R5), Format.Metric(metrics.R10),
        Format.Metric(metrics.Mrr10), Format.Metric(metrics.Ndcg10), Format.Metric(metrics.Map10),
    ];
}
