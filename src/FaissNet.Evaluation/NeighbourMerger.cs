namespace FaissNet.Evaluation;

/// <summary>Merges the nearest neighbours among parts of the stored vectors, which come one after another.</summary>
internal sealed class NeighbourMerger
{
    private readonly bool _largestFirst;
    private bool _isFirst = true;

    public NeighbourMerger(int queries, int k, Metric metric)
    {
        _largestFirst = metric == Metric.InnerProduct;
        var ids = new long[queries * k];
        ids.AsSpan().Fill(-1);
        Result = new ExactNeighbours(k, new float[queries * k], ids);
    }

    public ExactNeighbours Result { get; }

    /// <summary>Takes in one part's neighbours, best first, at equal distance by ascending id.</summary>
    /// <param name="start">What to add to the ids of this part; larger than any id before.</param>
    /// <param name="distances">queries × k.</param>
    /// <param name="ids">queries × k, −1 where there are fewer.</param>
    public void Add(long start, float[] distances, long[] ids)
    {
        if (_isFirst)
        {
            distances.CopyTo(Result.Distances, 0);
            ids.CopyTo(Result.Ids, 0);
            _isFirst = false;
            return;
        }
        int k = Result.K;
        var oldDistances = new float[k];
        var oldIds = new long[k];
        for (int first = 0; first < ids.Length; first += k)
        {
            Span<float> mergedDistances = Result.Distances.AsSpan(first, k);
            Span<long> mergedIds = Result.Ids.AsSpan(first, k);
            mergedDistances.CopyTo(oldDistances);
            mergedIds.CopyTo(oldIds);
            int from = 0, to = 0;
            for (int rank = 0; rank < k; rank++)
            {
                int candidate = first + from;
                // At equal distance the earlier part wins, whose ids are smaller.
                bool takeNew = ids[candidate] >= 0 && (oldIds[to] < 0 || IsBetter(distances[candidate], oldDistances[to]));
                (mergedDistances[rank], mergedIds[rank]) = takeNew ? (distances[candidate], start + ids[candidate]) : (oldDistances[to], oldIds[to]);
                from += takeNew ? 1 : 0;
                to += takeNew ? 0 : 1;
            }
        }
    }

    private bool IsBetter(float left, float right) => _largestFirst ? left > right : left < right;
}
