using FaissNet.Storage;

namespace FaissNet;

/// <content>How much of the lists a search looks at.</content>
public abstract partial class IvfIndex
{
    private long _maxCodes;

    /// <summary>
    /// Codes that a query looks at at most, 0 (the default) for no limit; <see cref="SearchOptions.MaxCodes"/> says how, and overrides it for one call.
    /// It is not saved. FAISS: <c>max_codes</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
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
    private protected long CodeLimit(SearchOptions options) => options.MaxCodes ?? (_maxCodes == 0 ? long.MaxValue : _maxCodes);

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

    /// <summary>Takes from each query the lists that are more than it asks for.</summary>
    /// <param name="probes">The lists of a block of queries.</param>
    /// <param name="start">The first query of the block.</param>
    /// <param name="options">Say how many each query asks for.</param>
    private static void LimitProbes(Probes probes, long start, SearchOptions options)
    {
        if (options.NProbes.IsEmpty)
            return;
        ReadOnlySpan<int> wanted = options.NProbes.Span[(int)start..];
        for (int q = 0; q < probes.Lists.Count; q++)
        {
            if (wanted[q] < probes.Lists.Width)
                probes.Lists[q][wanted[q]..].Fill(-1);
        }
    }
}
