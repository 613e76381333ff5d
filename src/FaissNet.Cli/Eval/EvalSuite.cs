using System.Globalization;
using System.Numerics;
using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary>Lists of techniques that show what each kind of code costs, fitted to dimension and number of vectors.</summary>
internal static class EvalSuite
{
    // Lists pay from some tens of vectors in each.
    private const long LeastForLists = 1000;

    // A code of 8 bits has as many centroids, and needs a vector for each.
    private const long LeastForCentroids = 256;

    private const int RerankFactor = 4;

    // {d} the dimension, {m} bytes of a product code, an eighth of it, {m/2} and {m/4} a half and a quarter of that, {n} the number of lists.
    // What begins with a star is in the small suite too.
    private static readonly string[] s_indexes =
    [
        "SQfp16", "*SQ8", "SQ6", "*SQ4", "*PQ{m}np", "*PQ{m/2}np", "OPQ{m}_{d},PQ{m}np", "OPQ{m/2}_{d},PQ{m/2}np", "OPQ{m/4}_{d},PQ{m/4}np",
        "*RR,RaBitQ4", "RR,RaBitQ2", "*RR,RaBitQ", "Modality,L2norm,RR,SQ4", "*Modality,L2norm,RR,RaBitQ", "*Modality,L2norm,RR,PQ{d}x1np",
        "Modality,L2norm,RR,(PQ{d}x1np,Refine(SQ8))", "Modality,L2norm,OPQ{m/2}_{d},PQ{m/2}np", "Modality,L2norm,OPQ{m/4}_{d},PQ{m/4}np",
        "IVF{n},SQ8 nprobe 1 4 16", "*IVF{n},PQ{m}np nprobe 8",
    ];

    /// <param name="full">All of them, or few that take about a minute for some thousand vectors.</param>
    /// <param name="dataSet">What will be measured on.</param>
    /// <param name="fewest">The fewest vectors that are stored in any direction.</param>
    /// <param name="engine">Who does the work.</param>
    public static IEnumerable<EvalTechnique> Of(bool full, RetrievalDataSet dataSet, long fewest, Engine engine)
    {
        foreach (string line in s_indexes)
        {
            bool learnsFromQueries = line.Contains("Modality", StringComparison.Ordinal);
            if ((!full && line[0] != '*')
                || (line.Contains("IVF", StringComparison.Ordinal) && fewest < LeastForLists)
                || (line.Contains("PQ{m", StringComparison.Ordinal) && fewest < LeastForCentroids)
                || (learnsFromQueries && dataSet.QuerySample is null))
            {
                continue;
            }
            string[] words = Fill(line.TrimStart('*'), dataSet).Split(" nprobe ");
            int[] nprobes = words.Length == 1 ? [] : [.. words[1].Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
            foreach (EvalTechnique technique in EvalTechnique.OfIndex(words[0], nprobes, engine))
            {
                if (IsPossible(technique, dataSet))
                    yield return nprobes.Length == 1 ? technique with { Name = $"{technique.Name}, nprobe {nprobes[0]}" } : technique;
            }
        }
        if (dataSet.Dimension % 8 != 0)
            yield break;
        yield return Sign("sign at 0, Hamming", SignThreshold.Zero, 0);
        if (dataSet.QuerySample is not null)
        {
            yield return Sign("sign at means, Hamming", SignThreshold.Mean, 0);
            yield return Sign($"sign at means, re-rank {RerankFactor}×", SignThreshold.Mean, RerankFactor);
        }
    }

    private static EvalTechnique Sign(string name, SignThreshold threshold, int rerankFactor) => new(
        name,
        dataSet => new SignRetriever(name, dataSet.Dimension, threshold, dataSet.QuerySample is { } sample ? sample.ReadAll() : [], rerankFactor, dataSet.Metric));

    private static string Fill(string line, RetrievalDataSet dataSet)
    {
        int d = dataSet.Dimension;
        // FAISS advises 4√n to 16√n lists; a power of two near the smaller.
        uint lists = BitOperations.RoundUpToPowerOf2((uint)(2 * Math.Sqrt(dataSet.Base.Count)));
        return line
            .Replace("{d}", $"{d}").Replace("{m}", $"{Divisor(d, 8)}").Replace("{m/2}", $"{Divisor(d, 16)}").Replace("{m/4}", $"{Divisor(d, 32)}")
            .Replace("{n}", $"{lists}");
    }

    /// <summary>The largest divisor of d that is no larger than a share of it.</summary>
    private static int Divisor(int d, int share)
    {
        int divisor = Math.Max(1, d / share);
        while (d % divisor != 0)
            divisor--;
        return divisor;
    }

    /// <summary>Suites are for all engines and metrics: what one does not make is left out.</summary>
    private static bool IsPossible(EvalTechnique technique, RetrievalDataSet dataSet)
    {
        try
        {
            technique.Create(dataSet).Dispose();
            return true;
        }
        catch (Exception e) when (e is UsageException or NotSupportedException)
        {
            return false;
        }
    }
}
