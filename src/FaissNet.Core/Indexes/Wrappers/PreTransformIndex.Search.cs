using FaissNet.Storage;

namespace FaissNet;

public sealed partial class PreTransformIndex
{
    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        using var transformed = new Scratch<float>(queries.Count, Inner.Dimension);
        _chain.ApplyToQueries(queries, transformed.Rows, options);
        Inner.SearchInner(transformed.Rows, distances, ids, options);
    }

    private protected override RangeSearchResult<float> RangeSearchCore(Rows<float> queries, float radius, SearchOptions options)
    {
        using var transformed = new Scratch<float>(queries.Count, Inner.Dimension);
        _chain.ApplyToQueries(queries, transformed.Rows, options);
        return Inner.RangeSearchInner(transformed.Rows, radius, options);
    }

    private protected override unsafe void ReconstructCore(long id, Span<float> vector)
    {
        using var transformed = new Scratch<float>(1, Inner.Dimension);
        Inner.ReconstructInner(id, transformed.Rows[0]);
        fixed (float* pointer = vector)
            _chain.ReverseApply(transformed.Rows, new Rows<float>(pointer, 1, Dimension), 1, CancellationToken.None);
    }

    internal override unsafe void DistancesTo(float* query, ReadOnlySpan<long> ids, Span<float> distances, SearchOptions options)
    {
        using var transformed = new Scratch<float>(1, Inner.Dimension);
        _chain.ApplyToQueries(new Rows<float>(query, 1, Dimension), transformed.Rows, options);
        Inner.DistancesTo(transformed.Pointer, ids, distances, options);
    }
}
