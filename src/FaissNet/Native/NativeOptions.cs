using FaissSharp;

namespace FaissNet.Native;

/// <summary>The native form of <see cref="SearchOptions"/> for one search; holds the native filter until it is disposed.</summary>
internal readonly ref struct NativeOptions : IDisposable
{
    private readonly FaissIdFilterHandle? _filter;

    public NativeOptions(SearchOptions options, IStoredIds storedIds)
    {
        _filter = options.Filter is { } filter ? NativeFilter.Create(filter, storedIds) : null;
        Parameters = new FaissSearchParameters(
            Threads: options.MaxDegreeOfParallelism,
            NProbe: options.NProbe ?? 0,
            KFactor: options.RefineFactor ?? 0,
            IdFilter: _filter);
    }

    public FaissSearchParameters Parameters { get; }

    public void Dispose() => _filter?.Dispose();
}
