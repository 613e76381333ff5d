using FaissNet.Storage;

namespace FaissNet;

public sealed partial class IdMapIndex
{
    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        Inner.SearchInner(queries, distances, ids, _ids.Translate(options));
        _ids.Translate(ids);
    }

    private protected override void SearchAndReconstructCore(
        Rows<float> queries, Rows<float> distances, Rows<long> ids, Rows<float> vectors, SearchOptions options)
    {
        Inner.SearchAndReconstructInner(queries, distances, ids, vectors, _ids.Translate(options));
        _ids.Translate(ids);
    }

    private protected override RangeSearchResult<float> RangeSearchCore(Rows<float> queries, float radius, SearchOptions options)
    {
        RangeSearchResult<float> result = Inner.RangeSearchInner(queries, radius, _ids.Translate(options));
        _ids.Translate(result.Ids);
        return result;
    }

    private protected override void ReconstructCore(long id, Span<float> vector)
    {
        if (!HasReverseMap)
            throw new NotSupportedException($"{Description} has no table from ids to positions; use \"IDMap2,{Inner.Description}\".");
        Inner.ReconstructInner(_ids.PositionOf(id), vector);
    }
}
