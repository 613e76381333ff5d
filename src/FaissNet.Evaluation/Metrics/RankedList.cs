namespace FaissNet.Evaluation;

/// <summary>The scores of one query's results.</summary>
/// <param name="FirstHit">Rank of the first relevant result, from 1; 0 where there is none.</param>
/// <param name="Ndcg">Normalized discounted cumulative gain.</param>
/// <param name="AveragePrecision">Average precision.</param>
internal readonly record struct RankedList(int FirstHit, double Ndcg, double AveragePrecision)
{
    public static RankedList Score(ReadOnlySpan<long> ids, ReadOnlySpan<long> relevant)
    {
        int firstHit = 0, hits = 0;
        double gain = 0, precision = 0;
        for (int index = 0; index < ids.Length; index++)
        {
            if (relevant.BinarySearch(ids[index]) < 0 || ids[..index].Contains(ids[index]))
                continue;
            int rank = index + 1;
            hits++;
            if (firstHit == 0)
                firstHit = rank;
            gain += Discount(rank);
            precision += (double)hits / rank;
        }
        if (hits == 0)
            return default;
        int ideal = Math.Min(relevant.Length, RetrievalMetrics.Depth);
        double idealGain = 0;
        for (int rank = 1; rank <= ideal; rank++)
            idealGain += Discount(rank);
        return new RankedList(firstHit, gain / idealGain, precision / ideal);
    }

    private static double Discount(int rank) => 1 / Math.Log2(1 + rank);
}
