using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary>Something to measure.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Create">Makes it, empty, for a data set.</param>
internal sealed record EvalTechnique(string Name, Func<RetrievalDataSet, IRetriever> Create)
{
    /// <summary>An index; where it probes lists and several numbers of them are given, once for each.</summary>
    public static IEnumerable<EvalTechnique> OfIndex(string description, int[] nprobes, Engine engine)
    {
        bool probes = description.Contains("IVF", StringComparison.Ordinal) || description.Contains("IMI", StringComparison.Ordinal);
        if (nprobes.Length == 0 || !probes)
            return [OfIndex(description, description, null, engine)];
        return nprobes.Select(nprobe => OfIndex(nprobes.Length == 1 ? description : $"{description}, nprobe {nprobe}", description, nprobe, engine));
    }

    private static EvalTechnique OfIndex(string name, string description, int? nprobe, Engine engine) => new(
        name,
        dataSet => new IndexRetriever(
            IndexOpener.Create(dataSet.Dimension, description, dataSet.Metric, engine), name, new SearchOptions { NProbe = nprobe }));
}
