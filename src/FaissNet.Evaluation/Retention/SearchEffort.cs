using System.Globalization;
using System.Text.RegularExpressions;

namespace FaissNet.Evaluation;

/// <summary>How much a search of one index looks at.</summary>
/// <param name="NProbe">Inverted lists; <c>null</c> where there are none.</param>
/// <param name="RefineFactor">Candidates scored again, as a multiple of k; <c>null</c> where none are.</param>
internal readonly partial record struct SearchEffort(int? NProbe, float? RefineFactor)
{
    // Deeper re-ranking than this costs more than a larger code.
    private const int MostRefine = 64;

    /// <summary>The index's parameters in FAISS's words; empty where there are none.</summary>
    public string Parameters => string.Join(
        ',',
        new[]
        {
            NProbe is { } lists ? $"nprobe={lists}" : null,
            RefineFactor is { } factor ? string.Create(CultureInfo.InvariantCulture, $"k_factor_rf={factor}") : null,
        }.OfType<string>());

    public SearchOptions Options => new() { NProbe = NProbe, RefineFactor = RefineFactor };

    /// <summary>Settings in which nothing ever falls, from the fastest to one that looks at everything: both numbers double together.</summary>
    public static SearchEffort[] Path(string description)
    {
        int lists = ListsOf(description);
        bool refines = Refines(description);
        var path = new List<SearchEffort>();
        for (int factor = 1; ; factor *= 2)
        {
            bool allLists = factor >= lists, allCandidates = !refines || factor >= MostRefine;
            path.Add(new SearchEffort(
                lists > 0 ? Math.Min(factor, lists) : null,
                refines ? Math.Min(factor, MostRefine) : null));
            if (allLists && allCandidates)
                return [.. path];
        }
    }

    /// <summary>Settings worth trying: all combinations of a few.</summary>
    public static SearchEffort[] Grid(string description)
    {
        int lists = ListsOf(description);
        int?[] probes = lists == 0 ? [null] : [.. s_probes.Where(probe => probe < lists).Select(probe => (int?)probe)];
        float?[] factors = Refines(description) ? [2, 4, 10, 20] : [null];
        return [.. from probe in probes from factor in factors select new SearchEffort(probe, factor)];
    }

    /// <summary>Scores an index's answers with this setting.</summary>
    public QueryScores Score(VectorIndex index, float[] queries, RelevanceJudgments relevance, EvaluationOptions options)
    {
        SearchOptions search = Options with
        {
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
            CancellationToken = options.CancellationToken,
        };
        var ids = new long[queries.Length / index.Dimension * RetrievalMetrics.Depth];
        TieOrder.Search(
            (block, depth, distances, found) => index.Search(block, depth, distances, found, search),
            queries, index.Dimension, index.Count, RetrievalMetrics.Depth, deepen: IsDepthIndependent(index.Description), new float[ids.Length], ids);
        return QueryScores.Compute(ids, RetrievalMetrics.Depth, relevance);
    }

    /// <summary>Whether an index looks at the same vectors however many results are asked for.</summary>
    public static bool IsDepthIndependent(string description)
        => !Refines(description) && !description.Contains("Hub,", StringComparison.Ordinal);

    /// <summary>Inverted lists of an index; 0 where it has none.</summary>
    public static int ListsOf(string description)
    {
        Match match = Lists().Match(description);
        if (!match.Success)
            return 0;
        int unit = match.Groups["unit"].Value switch { "k" => 1 << 10, "M" => 1 << 20, _ => 1 };
        return int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * unit;
    }

    private static readonly int[] s_probes = [1, 2, 4, 8, 16, 32, 64];

    private static bool Refines(string description)
        => description.Contains(",Refine(", StringComparison.Ordinal) || description.Contains(",RFlat", StringComparison.Ordinal);

    [GeneratedRegex(@"IVF(?<number>\d+)(?<unit>[kM]?)")]
    private static partial Regex Lists();
}
