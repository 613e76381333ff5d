using FaissNet.Storage;

namespace FaissNet;

/// <content>How much of the lists a search looks at.</content>
public sealed partial class BinaryIvfIndex
{
    private readonly DerivedOptions _coarseOptions =
        new(static options => options with { Filter = null, NProbe = null, NProbes = default, MaxCodes = null });

    private long _maxCodes;

    /// <inheritdoc cref="IvfIndex.MaxCodes"/>
    public long MaxCodes
    {
        get => _maxCodes;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _maxCodes = value;
        }
    }

    /// <summary>Codes that a query may look at.</summary>
    private long CodeLimit(SearchOptions options) => options.MaxCodes ?? (_maxCodes == 0 ? long.MaxValue : _maxCodes);

    /// <summary>Lists that the query with the most of them visits.</summary>
    private int ProbeCount(SearchOptions options)
    {
        if (options.NProbes.IsEmpty)
            return Math.Min(options.NProbe ?? NProbe, NList);
        int most = 1;
        foreach (int nProbe in options.NProbes.Span)
            most = Math.Max(most, nProbe);
        return Math.Min(most, NList);
    }

    /// <summary>Takes from each query of a block, from <paramref name="start"/> on, the lists that are more than it asks for.</summary>
    private static void LimitProbes(Rows<long> lists, long start, SearchOptions options)
    {
        if (options.NProbes.IsEmpty)
            return;
        ReadOnlySpan<int> wanted = options.NProbes.Span[(int)start..];
        for (int q = 0; q < lists.Count; q++)
        {
            if (wanted[q] < lists.Width)
                lists[q][wanted[q]..].Fill(-1);
        }
    }

    /// <summary>The filter chooses among stored vectors, not among centroids, and a limit is one of lists, not of centroids.</summary>
    private SearchOptions CoarseOptions(SearchOptions options) => options.Filter is null ? options : _coarseOptions.Get(options);
}
