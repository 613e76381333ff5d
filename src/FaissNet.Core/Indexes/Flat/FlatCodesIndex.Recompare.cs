using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public abstract partial class FlatCodesIndex
{
    /// <summary>
    /// Gives the results of a batch the distances of a direct comparison. The distance tile computes ‖x‖² + ‖y‖² − 2xy, which loses digits
    /// where the norms are large against the distance; k direct comparisons a query cost next to nothing and bring them back.
    /// </summary>
    private protected void Recompare(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
        => ParallelRange.Run(
            new RecompareJob(this, queries, distances, ids, options), queries.Count, MaxQueriesPerScan,
            options.MaxDegreeOfParallelism, options.CancellationToken);

    private readonly unsafe struct RecompareJob(
        FlatCodesIndex index, Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long q = start; q < end; q++)
            {
                Span<float> scores = distances[q];
                Span<long> found = ids[q];
                index.DistancesTo(queries.RowPointer(q), found, scores, options);
                int count = found.IndexOf(-1) is var missing and >= 0 ? missing : found.Length;
                SortBySmallest(scores[..count], found);
            }
        }

        /// <summary>By distance, equals by id. Rounding has moved few entries by few places, which is where insertion sort is quick.</summary>
        private static void SortBySmallest(Span<float> scores, Span<long> found)
        {
            for (int i = 1; i < scores.Length; i++)
            {
                float score = scores[i];
                long id = found[i];
                int place = i;
                while (place > 0 && (scores[place - 1] > score || (scores[place - 1] == score && found[place - 1] > id)))
                {
                    scores[place] = scores[place - 1];
                    found[place] = found[place - 1];
                    place--;
                }
                scores[place] = score;
                found[place] = id;
            }
        }
    }
}
