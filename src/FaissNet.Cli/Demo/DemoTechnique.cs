using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary>One row of the demo's table.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Create">Makes it, given the dimension and the queries.</param>
internal sealed record DemoTechnique(string Name, Func<int, ReadOnlyMemory<float>, IRetriever> Create)
{
    private const int NProbe = 8;
    private const int RerankFactor = 4;

    /// <summary>From no compression to the strongest, then what brings the strongest back.</summary>
    public static IReadOnlyList<DemoTechnique> All { get; } =
    [
        Index("float, exact", "Flat"),
        Index("scalar: SQ8", "SQ8"),
        // "np" leaves out the polysemous numbering of centroids: no answer depends on it here, and learning it takes longer than all else.
        Index("product: PQ64np", "PQ64np"),
        Index($"IVF64,PQ64np, nprobe {NProbe}", "IVF64,PQ64np", NProbe),
        Sign("sign at 0", SignThreshold.Zero, rerankFactor: 0),
        Sign("sign at each side's mean", SignThreshold.Mean, rerankFactor: 0),
        Sign($"… and float re-rank {RerankFactor}×", SignThreshold.Mean, RerankFactor),
    ];

    private static DemoTechnique Index(string name, string factory, int? nprobe = null) => new(
        name,
        (dimension, _) => new IndexRetriever(
            VectorIndex.Create(dimension, factory, Metric.InnerProduct), name, new SearchOptions { NProbe = nprobe }));

    private static DemoTechnique Sign(string name, SignThreshold threshold, int rerankFactor) => new(
        name, (dimension, queries) => new SignRetriever(name, dimension, threshold, queries.Span, rerankFactor));
}
