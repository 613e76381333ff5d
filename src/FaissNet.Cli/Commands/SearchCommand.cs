using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary><c>faissnet search</c>: asks a FAISS file.</summary>
internal static class SearchCommand
{
    // What fits on a screen; whoever wants all asks for JSON or files.
    private const int ShownQueries = 10;
    private const int ShownNeighbours = 5;

    public static Command Create(Terminal terminal)
    {
        Option<string> index = Options.File("--index", "The index file.");
        Option<string> queries = Options.File("--queries", "Query vectors: .npy, .fvecs, .bvecs or .ivecs; for a binary index packed bits as uint8.");
        Option<int> k = Options.K();
        Option<int?> nprobe = Options.NProbe();
        Option<string?> modality = new("--modality")
        {
            Description = "What kind of queries these are, for an index that has learned several; by default the first.",
            HelpName = "name",
        };
        Option<string> outputIds = Options.File("--output-ids", "Write the ids here: .npy, int64, queries × k.", required: false);
        Option<string> outputDistances = Options.File("--output-distances", "Write the distances here: .npy, float32, queries × k.", required: false);
        Option<string> engine = Options.Engine();
        Option<bool> map = new("--mmap") { Description = "Use codes where they are in the index file instead of reading them all into memory." };
        Option<bool> json = Options.Json();
        var command = new Command("search", "Find the nearest neighbours of queries in an index file.")
        {
            index, queries, k, nprobe, modality, outputIds, outputDistances, engine, map, json,
        };
        command.SetGuardedAction(terminal, (parsed, cancellationToken) =>
        {
            using VectorFile source = VectorFile.Open(parsed.GetRequiredValue(queries));
            var loading = new LoadOptions { MemoryMap = parsed.GetValue(map), CancellationToken = cancellationToken };
            using SearchableIndex opened = SearchableIndex.Open(
                parsed.GetRequiredValue(index), Options.ParseEngine(parsed.GetRequiredValue(engine)), loading);
            opened.Check(source);
            var options = new SearchOptions
            {
                NProbe = parsed.GetValue(nprobe),
                QueryModality = parsed.GetValue(modality),
                CancellationToken = cancellationToken,
            };
            long start = Stopwatch.GetTimestamp();
            Neighbours found = ProgressDisplay.Run(terminal, progress => Find(opened, source, parsed.GetRequiredValue(k), options, progress));
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            string? idFile = parsed.GetValue(outputIds);
            string? distanceFile = parsed.GetValue(outputDistances);
            if (idFile is not null)
                NpyWriter.Write<long>(idFile, found.Ids, found.K);
            if (distanceFile is not null)
                NpyWriter.Write<float>(distanceFile, found.Distances, found.K);
            if (parsed.GetValue(json))
                WriteJson(terminal, found);
            else
                WriteText(terminal, opened, found, seconds, idFile, distanceFile);
            return ExitCode.Success;
        });
        return command;
    }

    private static Neighbours Find(SearchableIndex index, VectorFile queries, int k, SearchOptions options, IProgress<BuildProgress>? progress)
    {
        if (queries.Count * k > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"{queries.Count} queries × {k} neighbours are more results than one array can hold; split the queries.");
        }
        var found = new Neighbours(k, new long[queries.Count * k], new float[queries.Count * k]);
        queries.VisitBlocks(SearchBlock, "searching", progress, options.CancellationToken);
        return found;

        void SearchBlock(long start, ReadOnlySpan<float> block)
        {
            int at = (int)start * k;
            int length = block.Length / index.QueryWidth * k;
            index.Search(block, k, found.Distances.AsSpan(at, length), found.Ids.AsSpan(at, length), options);
        }
    }

    private static void WriteJson(Terminal terminal, Neighbours found) => Json.Write(terminal, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("ids");
        foreach (long[] row in found.Ids.Chunk(found.K))
        {
            writer.WriteStartArray();
            foreach (long id in row)
                writer.WriteNumberValue(id);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("distances");
        foreach (float[] row in found.Distances.Chunk(found.K))
        {
            writer.WriteStartArray();
            foreach (float distance in row)
                writer.WriteNumberValue(distance);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteText(Terminal terminal, SearchableIndex index, Neighbours found, double seconds, string? idFile, string? distanceFile)
    {
        int queries = found.Ids.Length / found.K;
        if (idFile is null && distanceFile is null)
        {
            var table = new Table { Border = TableBorder.Simple };
            table.AddColumn(new TableColumn("Query").RightAligned());
            table.AddColumn($"Neighbours: id ({index.DistanceName})");
            for (int query = 0; query < Math.Min(queries, ShownQueries); query++)
                table.AddRow(query.ToString(CultureInfo.InvariantCulture), Markup.Escape(Describe(found, query)));
            terminal.Console.Write(table);
            if (queries > ShownQueries || found.K > ShownNeighbours)
                terminal.Console.WriteLine("Not all are shown: --json prints them, --output-ids and --output-distances write them.");
        }
        foreach (string file in new[] { idFile, distanceFile }.OfType<string>())
            terminal.Console.WriteLine($"Wrote {file}: {queries} × {found.K}.");
        terminal.Console.WriteLine(
            $"{Format.Count(queries)} queries in {Format.Seconds(seconds)} s over {Format.Count(index.Count)} vectors "
            + $"by the {Format.Name(index.Engine)} engine.");
    }

    private static string Describe(Neighbours found, int query)
    {
        IEnumerable<string> neighbours = Enumerable.Range(query * found.K, Math.Min(found.K, ShownNeighbours))
            .Where(at => found.Ids[at] >= 0)
            .Select(at => string.Create(CultureInfo.InvariantCulture, $"{found.Ids[at]} ({found.Distances[at]:0.####})"));
        return string.Join("  ", neighbours);
    }

    private sealed record Neighbours(int K, long[] Ids, float[] Distances);
}
