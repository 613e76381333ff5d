using System.Globalization;
using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary>Something to measure.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Create">Makes it, empty, for a data set.</param>
internal sealed record EvalTechnique(string Name, Func<RetrievalDataSet, IRetriever> Create)
{
    /// <summary>An index, once for each combination of those settings of a search that mean something to it.</summary>
    /// <param name="description">Its factory string.</param>
    /// <param name="nprobes">Inverted lists to visit; none for the index's own number.</param>
    /// <param name="refineFactors">Candidates to score again as multiples of k; none for the index's own number.</param>
    /// <param name="engine">Who does the work.</param>
    /// <param name="namesSettings">Whether names tell settings even where there is only one; where there are several they always do.</param>
    public static IEnumerable<EvalTechnique> OfIndex(
        string description, int[] nprobes, float[] refineFactors, Engine engine, bool namesSettings = false)
    {
        bool probes = Has(description, "IVF") || Has(description, "IMI");
        bool refines = Has(description, "Refine(") || Has(description, "RFlat");
        int?[] lists = probes && nprobes.Length > 0 ? [.. nprobes] : [null];
        float?[] factors = refines && refineFactors.Length > 0 ? [.. refineFactors] : [null];
        foreach (int? nprobe in lists)
        {
            foreach (float? factor in factors)
            {
                string name = description;
                if (nprobe is not null && (namesSettings || lists.Length > 1))
                    name += $", nprobe {nprobe}";
                if (factor is not null && (namesSettings || factors.Length > 1))
                    name += string.Create(CultureInfo.InvariantCulture, $", refine {factor}×");
                yield return OfIndex(name, description, new SearchOptions { NProbe = nprobe, RefineFactor = factor }, engine);
            }
        }
    }

    private static EvalTechnique OfIndex(string name, string description, SearchOptions options, Engine engine) => new(
        name,
        dataSet => new IndexRetriever(IndexOpener.Create(dataSet.Dimension, description, MetricOf(description, dataSet), engine), name, options));

    // Sign codes count the bits that differ, whatever the vectors are compared by; FAISS calls that L2.
    private static Metric MetricOf(string description, RetrievalDataSet dataSet) => Has(description, "LSH") ? Metric.L2 : dataSet.Metric;

    private static bool Has(string description, string token) => description.Contains(token, StringComparison.Ordinal);
}
