using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary>Lists of techniques that show what each kind of code costs, fitted to dimension and number of vectors.</summary>
internal static partial class EvalSuite
{
    // Lists pay from some tens of vectors in each.
    private const long LeastForLists = 1000;

    // A code of 8 bits has as many centroids, and needs a vector for each.
    private const long LeastForCentroids = 256;

    // A penalty takes the place of eight bits of a sign code.
    private const int LeastForPenalties = 8;

    // Candidates that a small code finds for a precise one to rank, as a multiple of k.
    private const int RefineFactor = 4;

    // {d} the dimension, {m} bytes of a product code, an eighth of it, {m/2} and {m/4} a half and a quarter of that, {n} the number of lists;
    // numbers of lists to probe may follow. What begins with a star is in the small suite too.
    private static readonly string[] s_indexes =
    [
        "SQfp16", "*SQ8", "SQ6", "*SQ4", "*PQ{m}np", "*PQ{m/2}np", "OPQ{m}_{d},PQ{m}np", "OPQ{m/2}_{d},PQ{m/2}np", "OPQ{m/4}_{d},PQ{m/4}np",
        "*RR,RaBitQ4", "RR,RaBitQ2", "*RR,RaBitQ", "*LSH", "IVF{n},SQ8 1 4 16", "*IVF{n},PQ{m}np 8",
    ];

    /// <param name="full">All of them, or few that take about a minute for some thousand vectors.</param>
    /// <param name="dataSet">What will be measured on.</param>
    /// <param name="fewest">The fewest vectors that are stored in any direction.</param>
    /// <param name="engine">Who does the work.</param>
    public static IEnumerable<EvalTechnique> Of(bool full, RetrievalDataSet dataSet, long fewest, Engine engine)
    {
        IEnumerable<string> lines = dataSet.QuerySample is null ? s_indexes : s_indexes.Concat(ForModalities(dataSet.Dimension));
        foreach (string line in lines.Where(line => full || line[0] == '*'))
        {
            string[] words = Fill(line.TrimStart('*'), dataSet).Split(' ');
            if ((line.Contains("IVF", StringComparison.Ordinal) && fewest < LeastForLists)
                || (HasCentroids().IsMatch(words[0]) && fewest < LeastForCentroids))
            {
                continue;
            }
            int[] nprobes = [.. words.Skip(1).Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
            foreach (EvalTechnique technique in EvalTechnique.OfIndex(words[0], nprobes, [RefineFactor], engine, namesSettings: true))
            {
                if (IsPossible(technique, dataSet))
                    yield return technique;
            }
        }
    }

    /// <summary>
    /// What learns from queries: the transforms with nothing compressed, and codes behind them. Random rotations stand for the learned ones of the
    /// recipes in the small suite, because they take no time.
    /// </summary>
    private static string[] ForModalities(int dimension) =>
    [
        "*Modality,L2norm,Flat", "*Modality,L2norm,(RR,PQ{d}x1np,Refine(SQ8))", $"*{ModalityRecipes.Scalar4}", "*Hub,Modality,L2norm,RR,PQ{d}x1np",
        "*Hub,Modality,L2norm,RR{d},LSH", .. Learned(dimension),
    ];

    private static IEnumerable<string> Learned(int dimension)
    {
        yield return ModalityRecipes.Signs(dimension);
        if (dimension > LeastForPenalties)
        {
            yield return ModalityRecipes.SignsRefined(dimension);
            yield return ModalityRecipes.SignsHamming(dimension);
        }
        yield return ModalityRecipes.Product(dimension, Math.Max(2, dimension / 16));
        yield return ModalityRecipes.Product(dimension, Math.Max(2, dimension / 32));
    }

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

    /// <summary>Product codes of 8 bits.</summary>
    [GeneratedRegex(@"PQ\d+np")]
    private static partial Regex HasCentroids();

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
