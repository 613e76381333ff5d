namespace FaissNet;

/// <summary>How one search runs. Nothing here changes the index, so searches with different options may run together.</summary>
public sealed record SearchOptions
{
    /// <summary>The options that apply where none are given.</summary>
    public static SearchOptions Default { get; } = new();

    /// <summary>
    /// Inverted lists to visit per query, 1 to nlist; larger values mean all lists. <c>null</c> (the default) takes the index's own
    /// <c>nprobe</c>. Only inverted-file indexes look at it, also inside a refine or id-map index. FAISS: <c>nprobe</c>.
    /// </summary>
    public int? NProbe { get; init; }

    /// <summary>
    /// How many candidates a refine index re-scores, as a multiple of k, at least 1. <c>null</c> (the default) takes the index's own
    /// factor. FAISS: <c>k_factor</c>.
    /// </summary>
    public float? RefineFactor { get; init; }

    /// <summary>
    /// Bits to which RaBitQ indexes round a component of the query, 0 (not at all) to 8. <c>null</c> (the default) takes the index's own number.
    /// Other indexes do not look at it. FAISS: <c>RaBitQSearchParameters::qb</c>.
    /// </summary>
    public int? QueryBits { get; init; }

    /// <summary>
    /// Whether RaBitQ indexes round the query to steps that lie symmetrically around zero. <c>null</c> (the default) takes the index's own setting.
    /// Other indexes do not look at it. FAISS: <c>RaBitQSearchParameters::centered</c>.
    /// </summary>
    public bool? CenteredQuery { get; init; }

    /// <summary>Only vectors whose id the filter contains are found; <c>null</c> (the default) finds all. FAISS: <c>IDSelector</c>.</summary>
    public IdFilter? Filter { get; init; }

    /// <summary>Threads to use at most; 0 (the default) means all cores, 1 never leaves the calling thread. FAISS: <c>omp_set_num_threads</c>.</summary>
    public int MaxDegreeOfParallelism { get; init; }

    /// <summary>Stops the search between blocks of work with an <see cref="OperationCanceledException"/>; outputs are then undefined.</summary>
    public CancellationToken CancellationToken { get; init; }
}
