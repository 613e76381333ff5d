namespace FaissSharp;

/// <summary>What one search does differently from the index's own settings; the default changes nothing.</summary>
/// <param name="Threads">Number of OpenMP threads, 0 for the calling thread's setting.</param>
/// <param name="NProbe">Number of inverted lists to visit, 0 for the index's own.</param>
/// <param name="MaxCodes">Number of codes to visit at most, 0 for the index's own.</param>
/// <param name="EfSearch">Width of the search in an HNSW graph, 0 for the index's own.</param>
/// <param name="KFactor">Candidates of a Refine index as a multiple of k, 0 for the index's own.</param>
/// <param name="IdFilter">Only ids in this filter are found; null for all.</param>
public readonly record struct FaissSearchParameters(
    int Threads = 0,
    long NProbe = 0,
    long MaxCodes = 0,
    long EfSearch = 0,
    float KFactor = 0,
    FaissIdFilterHandle? IdFilter = null);
