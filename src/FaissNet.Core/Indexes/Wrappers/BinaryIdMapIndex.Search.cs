using FaissNet.Storage;

namespace FaissNet;

public sealed partial class BinaryIdMapIndex
{
    private protected override void SearchCore(Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
    {
        Inner.SearchInner(queries, distances, ids, _ids.Translate(options));
        _ids.Translate(ids);
    }

    private protected override RangeSearchResult<int> RangeSearchCore(Rows<byte> queries, int radius, SearchOptions options)
    {
        RangeSearchResult<int> result = Inner.RangeSearchInner(queries, radius, _ids.Translate(options));
        _ids.Translate(result.Ids);
        return result;
    }

    private protected override void ReconstructCore(long id, Span<byte> vector)
    {
        if (!HasReverseMap)
            throw new NotSupportedException($"{Description} has no table from ids to positions; use \"IDMap2,{Inner.Description}\".");
        Inner.ReconstructInner(_ids.PositionOf(id), vector);
    }
}
