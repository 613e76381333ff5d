using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class HubnessIndex
{
    /// <summary>Candidates of all queries that are looked at together, so that the scratch stays small.</summary>
    private const long CandidatesPerBlock = 1 << 20;

    private protected override unsafe void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        int k = distances.Width;
        long wanted = Math.Max((long)Math.Ceiling(k * (double)DepthFactor), k + LeastMargin);
        int depth = (int)Math.Min(wanted, Math.Max(k, Math.Min(Count, int.MaxValue)));
        long block = Math.Clamp(CandidatesPerBlock / depth, 1, queries.Count);
        using var candidateScores = new Scratch<float>(block, depth);
        using var candidateIds = new Scratch<long>(block, depth);
        for (long start = 0; start < queries.Count; start += block)
        {
            long rows = Math.Min(block, queries.Count - start);
            Rows<float> scores = candidateScores.Rows.Slice(0, rows);
            Rows<long> found = candidateIds.Rows.Slice(0, rows);
            Inner.SearchInner(queries.Slice(start, rows), scores, found, options.ForQueries(start, rows));
            for (long q = 0; q < rows; q++)
            {
                Penalize(scores[q], found[q]);
                float* heapScores = distances.RowPointer(start + q);
                long* heapIds = ids.RowPointer(start + q);
                TopKHeap.Initialize(Metric, heapScores, heapIds, 1, k);
                // A missing candidate still has the worst score there is, which never enters.
                TopKHeap.PushBlock(Metric, heapScores, heapIds, k, scores.RowPointer(q), depth, new IdSource(found.RowPointer(q)));
                TopKHeap.Sort(Metric, heapScores, heapIds, 1, k);
            }
        }
    }

    private protected override RangeSearchResult<float> RangeSearchCore(Rows<float> queries, float radius, SearchOptions options)
    {
        // No vector has a smaller penalty than the least, so what lies beyond this radius inside cannot reach the radius outside.
        float least = Lambda * Math.Min(_low, _low + _step * Levels);
        bool isSimilarity = Metric == Metric.InnerProduct;
        RangeSearchResult<float> found = Inner.RangeSearchInner(queries, isSimilarity ? radius + least : radius - least, options);
        RangeHits<float>[] hits = RangeHits<float>.ForQueries(queries.Count);
        for (int q = 0; q < found.QueryCount; q++)
        {
            ReadOnlySpan<long> ids = found.IdsOf(q);
            float[] scores = found.DistancesOf(q).ToArray();
            Penalize(scores, ids);
            for (int i = 0; i < ids.Length; i++)
            {
                if (isSimilarity ? scores[i] > radius : scores[i] < radius)
                    hits[q].Add(scores[i], ids[i]);
            }
        }
        return RangeHits<float>.Concatenate(hits);
    }

    private protected override void ReconstructCore(long id, Span<float> vector) => Inner.ReconstructInner(id, vector);

    internal override unsafe void DistancesTo(float* query, ReadOnlySpan<long> ids, Span<float> distances, SearchOptions options)
    {
        Inner.DistancesTo(query, ids, distances, options);
        Penalize(distances, ids);
    }

    private void Penalize(Span<float> scores, ReadOnlySpan<long> ids)
    {
        float factor = Metric == Metric.InnerProduct ? -_lambda : _lambda;
        for (int i = 0; i < ids.Length; i++)
        {
            // Nothing is known of ids that a file claims and that no vector added here can have.
            if ((ulong)ids[i] < (ulong)_penalties.Count)
                scores[i] += factor * PenaltyAt(ids[i]);
        }
    }
}
