namespace FaissNet.Testing;

/// <summary>
/// Compares the answers of two searches as the house demands: distances within 1e-5, ids equal where distances are not tied.
/// </summary>
public static class Answers
{
    private const float Tolerance = 1e-5f;

    /// <summary>What is different, or null: n × k distances and ids of each side.</summary>
    public static string? Difference(
        int k, ReadOnlySpan<float> expectedDistances, ReadOnlySpan<long> expectedIds, ReadOnlySpan<float> distances, ReadOnlySpan<long> ids)
    {
        if (distances.Length != expectedDistances.Length || ids.Length != expectedIds.Length)
            return $"{distances.Length} distances and {ids.Length} ids, expected {expectedDistances.Length} and {expectedIds.Length}";
        for (int row = 0; row < expectedDistances.Length; row += k)
        {
            string? difference = RowDifference(
                expectedDistances.Slice(row, k), expectedIds.Slice(row, k), distances.Slice(row, k), ids.Slice(row, k));
            if (difference is not null)
                return $"query {row / k}: {difference}";
        }
        return null;
    }

    private static string? RowDifference(
        ReadOnlySpan<float> expectedDistances, ReadOnlySpan<long> expectedIds, ReadOnlySpan<float> distances, ReadOnlySpan<long> ids)
    {
        // Missing results have the largest float; sums that cancel are as exact as their largest terms.
        float largest = 0;
        foreach (float distance in expectedDistances)
            largest = Math.Abs(distance) < float.MaxValue ? Math.Max(largest, Math.Abs(distance)) : largest;
        float tolerance = Tolerance * largest;
        int k = expectedIds.Length;
        for (int i = 0; i < k; i++)
        {
            if (!(distances[i] == expectedDistances[i] || Math.Abs(distances[i] - expectedDistances[i]) <= tolerance))
                return $"distance {i} is {distances[i]:g9}, expected {expectedDistances[i]:g9}";
        }
        for (int start = 0; start < k;)
        {
            int end = start + 1;
            while (end < k && Math.Abs(expectedDistances[end] - expectedDistances[end - 1]) <= 2 * tolerance)
                end++;
            // Of what is tied with the last result, any may be the one that got in.
            if (end < k && !expectedIds[start..end].ToArray().Order().SequenceEqual(ids[start..end].ToArray().Order()))
            {
                string found = string.Join(' ', ids[start..end].ToArray());
                return $"ids {start} to {end - 1} are {found}, expected {string.Join(' ', expectedIds[start..end].ToArray())}";
            }
            if (end == k && end - start == 1 && ids[start] != expectedIds[start])
                return $"id {start} is {ids[start]}, expected {expectedIds[start]}";
            start = end;
        }
        return null;
    }
}
