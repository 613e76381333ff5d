using FaissNet.Storage;

namespace FaissNet;

public sealed partial class BinaryIdMapIndex
{
    private DerivedOptions? _translated;

    private protected override unsafe void SearchCore(Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
    {
        Inner.SearchInner(queries, distances, ids, Translate(options));
        long count = ids.Count * ids.Width;
        for (long i = 0; i < count; i++)
        {
            // With a check: positions that an index keeps in a mapped file are not to be trusted.
            if (ids.Pointer[i] >= 0)
                ids.Pointer[i] = _ids[ids.Pointer[i]];
        }
    }

    private protected override RangeSearchResult<int> RangeSearchCore(Rows<byte> queries, int radius, SearchOptions options)
    {
        RangeSearchResult<int> result = Inner.RangeSearchInner(queries, radius, Translate(options));
        foreach (ref long id in result.Ids.AsSpan())
            id = _ids[id];
        return result;
    }

    private protected override void ReconstructCore(long id, Span<byte> vector)
    {
        if (!HasReverseMap)
            throw new NotSupportedException($"{Description} has no table from ids to positions; use \"IDMap2,{Inner.Description}\".");
        if (!_positions.TryGetValue(id, out long position))
            throw Guard.NoSuchId(id);
        Inner.ReconstructInner(position, vector);
    }

    private SearchOptions Translate(SearchOptions options)
    {
        if (options.Filter is null)
            return options;
        _translated ??= new DerivedOptions(given => given with { Filter = new TranslatedIdFilter(given.Filter!, _ids) });
        return _translated.Get(options);
    }
}
