using FaissNet.Storage;

namespace FaissNet;

public sealed partial class RefineIndex
{
    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
        => Rescoring.Search(Base, RefineStore, options.RefineFactor ?? KFactor, queries, distances, ids, options);

    /// <summary>
    /// Candidates are what the base finds inside the radius times the refine factor, as in FAISS (which widens the search for L2 and narrows it
    /// for the inner product); those that the refine index puts outside the radius are dropped.
    /// </summary>
    private protected override unsafe RangeSearchResult<float> RangeSearchCore(Rows<float> queries, float radius, SearchOptions options)
    {
        RangeSearchResult<float> found = Base.RangeSearchInner(queries, radius * (options.RefineFactor ?? KFactor), options);
        RangeHits<float>[] hits = RangeHits<float>.ForQueries(queries.Count);
        for (int q = 0; q < found.QueryCount; q++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<long> ids = found.IdsOf(q);
            var scores = new float[ids.Length];
            RefineStore.DistancesTo(queries.RowPointer(q), ids, scores, options);
            for (int i = 0; i < ids.Length; i++)
            {
                if (Metric == Metric.L2 ? scores[i] < radius : scores[i] > radius)
                    hits[q].Add(scores[i], ids[i]);
            }
        }
        return RangeHits<float>.Concatenate(hits);
    }

    private protected override void ReconstructCore(long id, Span<float> vector) => RefineStore.ReconstructInner(id, vector);
}
