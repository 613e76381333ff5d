namespace FaissNet.Verification;

/// <summary>Compares the results of two engines, query by query, knowing that what is tied may change places.</summary>
/// <param name="k">Neighbours per query.</param>
/// <param name="tolerance">Largest relative difference of distances that counts as none.</param>
internal sealed class ResultComparer(int k, double tolerance)
{
    private readonly List<VerificationDifference> _differences = [];

    public double MaxRelativeDifference { get; private set; }

    public long IdsDifferent { get; private set; }

    public IReadOnlyList<VerificationDifference> Differences => _differences;

    /// <param name="query">Number of the query.</param>
    /// <param name="managed">Results of the C# engine, k.</param>
    /// <param name="native">Results of native FAISS, k.</param>
    /// <param name="magnitude">The size of what is summed up to a distance of this query; 0 if unknown.</param>
    public void Compare(int query, Row managed, Row native, double magnitude)
    {
        double floor = Math.Max(magnitude, 0.1 * Math.Max(Largest(managed), Largest(native)));
        for (int rank = 0; rank < k; rank++)
        {
            double difference = Difference(managed.Distances[rank], native.Distances[rank], floor);
            bool isTied = managed.Ids[rank] == native.Ids[rank]
                || (IsTied(managed, native, rank, floor) && IsTied(native, managed, rank, floor));
            MaxRelativeDifference = Math.Max(MaxRelativeDifference, difference);
            if (!isTied)
                IdsDifferent++;
            if (!isTied || difference > tolerance)
            {
                _differences.Add(new VerificationDifference(
                    query, rank, managed.Ids[rank], native.Ids[rank], managed.Distances[rank], native.Distances[rank]));
            }
        }
    }

    /// <summary>
    /// Whether the id at a rank may stand elsewhere in the other row, or have fallen off its end, because of equal distances.
    /// </summary>
    private bool IsTied(Row row, Row other, int rank, double floor)
    {
        if (row.Ids[rank] < 0)
            return false;
        int place = other.Ids.IndexOf(row.Ids[rank]);
        float distance = other.Distances[place >= 0 ? place : k - 1];
        return Difference(row.Distances[rank], distance, floor) <= tolerance;
    }

    private static double Difference(float a, float b, double floor)
    {
        // Missing results have infinite-like distances, which must be the same in both.
        if (a == b)
            return 0;
        double scale = Math.Max(floor, Math.Max(Math.Abs((double)a), Math.Abs((double)b)));
        double difference = Math.Abs((double)a - b) / scale;
        return double.IsNaN(difference) ? double.PositiveInfinity : difference;
    }

    private static double Largest(Row row)
    {
        double largest = 0;
        for (int i = 0; i < row.Ids.Length; i++)
        {
            if (row.Ids[i] >= 0)
                largest = Math.Max(largest, Math.Abs((double)row.Distances[i]));
        }
        return largest;
    }

    /// <summary>The results of one query in one engine.</summary>
    public readonly ref struct Row(ReadOnlySpan<float> distances, ReadOnlySpan<long> ids)
    {
        public ReadOnlySpan<float> Distances { get; } = distances;

        public ReadOnlySpan<long> Ids { get; } = ids;
    }
}
