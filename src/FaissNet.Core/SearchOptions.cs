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
    /// Inverted lists to visit for each query, one number per query of the call, each at least 1; it takes the place of <see cref="NProbe"/>. Empty (the
    /// default) for the same number everywhere. The memory must not change during the call.
    /// </summary>
    public ReadOnlyMemory<int> NProbes { get; init; }

    /// <summary>
    /// Codes of inverted lists that a query looks at at most, at least 1: lists are scanned from the nearest on until so many codes have been
    /// seen, whether a filter lets them through or not, and the last list is cut there, as in FAISS from 1.7.4 on (1.7.3, which the native engine may be, scans the last list to its
    /// end). <c>null</c> (the default) takes the index's own number, which is no limit unless it was set. Range searches have no such limit.
    /// FAISS: <c>max_codes</c>.
    /// </summary>
    public long? MaxCodes { get; init; }

    /// <summary>
    /// How many candidates a search in an HNSW graph keeps, at least 1; <c>null</c> (the default) takes the graph's own <c>efSearch</c>. Also for an
    /// inverted file whose lists are found by a graph. FAISS: <c>efSearch</c>, <c>quantizer_efSearch</c>.
    /// </summary>
    /// <remarks>FAISS before 1.8 (the native engine) keeps only as many candidates as the graph's own number says; set that instead.</remarks>
    public int? EfSearch { get; init; }

    /// <summary>
    /// How many candidates a refine index re-scores, as a multiple of k, at least 1. <c>null</c> (the default) takes the index's own
    /// factor. FAISS: <c>k_factor</c>.
    /// </summary>
    public float? RefineFactor { get; init; }

    /// <summary>
    /// Share of the quality of exact search to keep, e.g. 0.99, in place of <see cref="NProbe"/> and <see cref="RefineFactor"/>: the fastest setting is taken that
    /// the calibration in the index's quality card proves to keep it, for queries like those of the calibration. <c>null</c> (the default) takes those two as
    /// they are. Only an index of float vectors with a calibration has it; range searches do not look at it.
    /// </summary>
    public double? TargetRetention { get; init; }

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

    /// <summary>
    /// What the queries are, where an index has learned from queries of several modalities: the name of one of its samples
    /// (<see cref="QuerySample.Modality"/>). <c>null</c> (the default) takes the first. Other indexes do not look at it.
    /// </summary>
    public string? QueryModality { get; init; }

    /// <summary>Only vectors whose id the filter contains are found; <c>null</c> (the default) finds all. FAISS: <c>IDSelector</c>.</summary>
    public IdFilter? Filter { get; init; }

    /// <summary>Threads to use at most; 0 (the default) means all cores, 1 never leaves the calling thread. FAISS: <c>omp_set_num_threads</c>.</summary>
    public int MaxDegreeOfParallelism { get; init; }

    /// <summary>Stops the search between blocks of work with an <see cref="OperationCanceledException"/>; outputs are then undefined.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>The same options for some of the queries of a call.</summary>
    internal SearchOptions ForQueries(long start, long count)
        => NProbes.IsEmpty || NProbes.Length == count ? this : this with { NProbes = NProbes.Slice((int)start, (int)count) };
}
