namespace FaissNet.Cli;

/// <summary>One row of the demo's table.</summary>
/// <param name="Label">What it is called there.</param>
/// <param name="Index">Its factory string, which is what the report calls it.</param>
/// <param name="IsModalityAware">Whether it moves each modality to its own mean first.</param>
internal sealed record DemoTechnique(string Label, string Index, bool IsModalityAware)
{
    private const int RefineFactor = 4;

    /// <summary>From large to small, twice: codes as they are, then those that know of modalities, with what the transform alone does in front.</summary>
    /// <remarks>
    /// The recipes of <see cref="ModalityRecipes"/>, but with rotations that take less time, so that all fits into a minute: random ones for signs,
    /// and in front of product codes one that is learned in half of the dimensions, which for these data is no worse.
    /// </remarks>
    public static IReadOnlyList<DemoTechnique> All { get; } =
    [
        Plain("SQ8", "SQ8"),
        Plain("SQ4", "SQ4"),
        // "np" leaves out the polysemous numbering of centroids: no answer depends on it here, and learning it takes longer than all else.
        Plain("PQ64", "PQ64np"),
        Plain("PQ32", "PQ32np"),
        Plain("PQ16", "PQ16np"),
        Plain("signs, Hamming distance", "LSH"),
        Aware("float: nothing compressed", "Modality,L2norm,Flat"),
        Aware($"signs, best {RefineFactor}× again by SQ8", "Modality,L2norm,(RR,PQ512x1np,Refine(SQ8))"),
        Aware("4 bits a dimension", "Hub,Modality,L2norm,SQ4"),
        Aware("signs, float query", "Hub,Modality,L2norm,RR,PQ512x1np"),
        Aware("signs, Hamming distance", "Hub,Modality,L2norm,RR504,LSH"),
        Aware("product code, rotated", "Hub,Modality,L2norm,PCA248,OPQ31,PQ31np"),
        Aware("product code, rotated", "Hub,Modality,L2norm,PCA240,OPQ15,PQ15np"),
    ];

    /// <summary>What the evaluation measures.</summary>
    public EvalTechnique ToEval() => EvalTechnique.OfIndex(Index, [], [RefineFactor], Engine.Managed, namesSettings: true).Single();

    private static DemoTechnique Plain(string label, string index) => new(label, index, IsModalityAware: false);

    private static DemoTechnique Aware(string label, string index) => new(label, index, IsModalityAware: true);
}
