using System.CommandLine;
using System.Diagnostics;
using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary><c>faissnet build</c>: vectors in, a FAISS file out. The vectors are never in memory as a whole.</summary>
internal static class BuildCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> inputFile = Options.File("--input", "Vectors to store: .npy, .fvecs, .bvecs or .ivecs.");
        Option<string> index = new("--index")
        {
            Description = "FAISS factory string, e.g. SQ8, PQ64np or IVF1024,PQ64np; also with tokens of our own: Modality, QueryAware, Hub.",
            Required = true,
            HelpName = "string",
        };
        Option<string> metric = Options.Metric();
        Option<string> train = Options.File("--train", "Vectors to train with; by default a sample of the input.", required: false);
        Option<string[]> queries = QuerySamples.Create();
        Option<string> ids = Options.File("--ids", "Ids of the vectors, integers in a .npy file; by default 0, 1, 2, …", required: false);
        Option<string> engine = Options.Engine();
        Option<string> output = Options.File("--output", "The index file to write; one that exists is replaced.");
        var command = new Command("build", "Build an index and write it as a FAISS file.")
        {
            inputFile, index, metric, train, queries, ids, engine, output,
        };
        command.SetGuardedAction(terminal, (parsed, cancellationToken) =>
        {
            if (IndexOpener.LearnsFromQueries(parsed.GetRequiredValue(index)) && parsed.GetValue(queries) is null or [])
                throw new UsageException($"--index {parsed.GetRequiredValue(index)} learns from queries as well: give some that are like those to come with --queries.");
            using VectorFile vectors = VectorFile.Open(parsed.GetRequiredValue(inputFile));
            using VectorFile? sample = parsed.GetValue(train) is { } path ? VectorFile.Open(path) : null;
            using VectorIndex target = IndexOpener.Create(
                vectors.Dimension,
                parsed.GetRequiredValue(index),
                Options.ParseMetric(parsed.GetRequiredValue(metric)),
                Options.ParseEngine(parsed.GetRequiredValue(engine)));
            long[]? labels = parsed.GetValue(ids) is { } idFile ? NpyIntegers.Read(idFile) : null;
            var options = new BuildOptions { Queries = QuerySamples.Read(parsed.GetValue(queries), vectors), CancellationToken = cancellationToken };
            return Run(terminal, vectors, sample, target, labels, parsed.GetRequiredValue(output), options);
        });
        return command;
    }

    private static int Run(
        Terminal terminal, VectorFile vectors, VectorFile? sample, VectorIndex index, long[]? ids, string output, BuildOptions given)
    {
        if (sample is not null)
            Options.RequireDimensionOf(vectors, sample);
        if (ids is not null && ids.Length != vectors.Count)
            throw new InvalidDataException($"There are {ids.Length} ids for the {vectors.Count} vectors of {vectors.Path}.");
        // Better to know before hours of training than after.
        string folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{output} cannot be written: there is no folder {folder}.");
        (double train, double add) = ProgressDisplay.Run(terminal, progress =>
        {
            BuildOptions options = given with { Progress = progress };
            long start = Stopwatch.GetTimestamp();
            if (!index.IsTrained)
                index.Train((sample ?? vectors).TrainingSample(), options);
            double trainSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            Add(index, vectors, ids, options);
            double addSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            index.Save(output, options);
            return (trainSeconds, addSeconds);
        });
        terminal.Console.WriteLine(
            $"Wrote {output} ({Format.Bytes(new FileInfo(output).Length)}): {index.Description}, {Format.Name(index.Metric)}, "
            + $"d = {index.Dimension}, {Format.Count(index.Count)} vectors, {index.CodeSize} bytes a code.");
        terminal.Console.WriteLine(
            $"Trained in {Format.Seconds(train)} s, added in {Format.Seconds(add)} s by the {Format.Name(index.Engine)} engine.");
        return ExitCode.Success;
    }

    private static void Add(VectorIndex index, VectorFile vectors, long[]? ids, BuildOptions options)
    {
        BuildOptions quiet = options with { Progress = null };
        vectors.VisitBlocks(AddBlock, "adding", options.Progress, options.CancellationToken);

        void AddBlock(long start, ReadOnlySpan<float> block)
        {
            if (ids is null)
                index.Add(block, quiet);
            else
                index.AddWithIds(block, ids.AsSpan((int)start, block.Length / index.Dimension), quiet);
        }
    }
}
