using FaissSharp;

namespace FaissNet.Native;

/// <summary>The native form of <see cref="SearchOptions"/> for one search; holds the native filter until it is disposed.</summary>
internal readonly ref struct NativeOptions : IDisposable
{
    private readonly FaissIdFilterHandle? _filter;
    private readonly ReadOnlyMemory<int> _nProbes;

    public NativeOptions(SearchOptions options, IStoredIds storedIds, long queries)
    {
        _filter = options.Filter is { } filter ? NativeFilter.Create(filter, storedIds, MeetsIdsAgain(options, storedIds, queries)) : null;
        _nProbes = options.NProbes;
        Parameters = new FaissSearchParameters(
            Threads: options.MaxDegreeOfParallelism,
            NProbe: options.NProbe ?? 0,
            MaxCodes: options.MaxCodes ?? 0,
            EfSearch: options.EfSearch ?? 0,
            KFactor: options.RefineFactor ?? 0,
            IdFilter: _filter);
    }

    /// <summary>What holds for all queries.</summary>
    public FaissSearchParameters Parameters { get; }

    /// <summary>What holds for a query: FAISS takes one nprobe for a call, so queries go in runs of equal ones.</summary>
    public FaissSearchParameters ParametersAt(long query)
        => _nProbes.IsEmpty ? Parameters : Parameters with { NProbe = _nProbes.Span[(int)query] };

    /// <summary>How many of the next queries, at most <paramref name="most"/>, have the same parameters.</summary>
    public long Run(long query, long most)
    {
        if (_nProbes.IsEmpty)
            return most;
        ReadOnlySpan<int> next = _nProbes.Span.Slice((int)query, (int)most);
        int other = next.IndexOfAnyExcept(next[0]);
        return other < 0 ? most : other;
    }

    public void Dispose() => _filter?.Dispose();

    private static bool MeetsIdsAgain(SearchOptions options, IStoredIds storedIds, long queries)
    {
        int? nProbe = options.NProbes.IsEmpty ? options.NProbe : (int)options.NProbes.Span.ToArray().Average();
        return queries * storedIds.GetVisitedShare(nProbe) > 1;
    }
}
