using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary>What <c>faissnet eval</c> measures on: files, and one or two directions between them.</summary>
internal sealed class EvalData : IDisposable
{
    private readonly VectorFile _base;
    private readonly VectorFile _queries;

    private EvalData(VectorFile baseVectors, VectorFile queries)
    {
        _base = baseVectors;
        _queries = queries;
        BaseName = Path.GetFileName(baseVectors.Path);
        QueryName = Path.GetFileName(queries.Path);
    }

    public string BaseName { get; }

    public string QueryName { get; }

    public IReadOnlyList<EvalDirection> Directions { get; private set; } = [];

    /// <param name="baseFile">Vectors to store.</param>
    /// <param name="queryFile">Query vectors.</param>
    /// <param name="relevant">Labels of both sides, lists of ids, or nothing.</param>
    /// <param name="captions">Lines for both sides, or nothing.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="heldOut">Share of the queries to measure with; 0 for all.</param>
    /// <param name="both">Whether to measure the other direction too.</param>
    public static EvalData Open(
        string baseFile, string queryFile, string[]? relevant, string[]? captions, Metric metric, double heldOut, bool both)
    {
        VectorFile baseVectors = VectorFile.Open(baseFile);
        VectorFile? queries = null;
        try
        {
            queries = VectorFile.Open(queryFile);
            var data = new EvalData(baseVectors, queries);
            string[][] lines = [.. (captions is { Length: 2 } ? captions : []).Select(File.ReadAllLines)];
            CheckLines(lines, captions, [baseVectors.Count, queries.Count]);
            data.Directions = [Direction(Options.OpenDataSet(baseVectors, queries, metric, relevant), $"{data.QueryName} → {data.BaseName}", lines, heldOut)];
            if (both)
            {
                if (relevant is { Length: 1 })
                    throw new UsageException("--both needs item labels of both sides: lists of ids say nothing about the other direction.");
                RetrievalDataSet other = Options.OpenDataSet(queries, baseVectors, metric, relevant is null or [] ? null : [relevant[1], relevant[0]]);
                data.Directions = [data.Directions[0], Direction(other, $"{data.BaseName} → {data.QueryName}", [.. lines.Reverse()], heldOut)];
            }
            return data;
        }
        catch
        {
            queries?.Dispose();
            baseVectors.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _base.Dispose();
        _queries.Dispose();
    }

    private static EvalDirection Direction(RetrievalDataSet dataSet, string name, string[][] lines, double heldOut)
    {
        if (heldOut is not (>= 0 and < 1))
            throw new UsageException($"--hold-out must be at least 0 and below 1, not {heldOut}.");
        return new EvalDirection(name, heldOut > 0 ? dataSet.HoldOut(heldOut) : dataSet, lines is [var stored, ..] ? stored : null, lines is [_, var asked] ? asked : null);
    }

    private static void CheckLines(string[][] lines, string[]? names, long[] counts)
    {
        for (int side = 0; side < lines.Length; side++)
        {
            if (lines[side].Length != counts[side])
                throw new InvalidDataException($"{names![side]} has {lines[side].Length} lines for {counts[side]} vectors.");
        }
    }
}

/// <summary>One direction: what is asked of what.</summary>
internal sealed record EvalDirection(string Name, RetrievalDataSet DataSet, string[]? BaseCaptions, string[]? QueryCaptions);
