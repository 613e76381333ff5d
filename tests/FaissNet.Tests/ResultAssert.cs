using FaissNet.Verification;

namespace FaissNet.Tests;

/// <summary>Two engines' results are the same: distances within 1e-5, ids where distances are not tied.</summary>
internal static class ResultAssert
{
    private const double Tolerance = 1e-5;

    /// <summary>Fails with the first difference; returns the largest relative difference.</summary>
    /// <param name="magnitude">The size of what is summed up to a distance, below which differences are relative to it.</param>
    public static double Same(int k, float[] expectedDistances, long[] expectedIds, float[] distances, long[] ids, double magnitude = 0)
    {
        Assert.Equal(expectedIds.Length, ids.Length);
        Assert.Equal(expectedDistances.Length, distances.Length);
        var comparer = new ResultComparer(k, Tolerance);
        for (int query = 0; query < ids.Length / k; query++)
        {
            int start = query * k;
            comparer.Compare(
                query,
                new ResultComparer.Row(distances.AsSpan(start, k), ids.AsSpan(start, k)),
                new ResultComparer.Row(expectedDistances.AsSpan(start, k), expectedIds.AsSpan(start, k)),
                magnitude);
        }
        Assert.True(comparer.Differences.Count == 0, comparer.Differences.FirstOrDefault()?.ToString());
        return comparer.MaxRelativeDifference;
    }

    public static double Same(SearchResult<float> expected, SearchResult<float> actual, double magnitude)
        => Same(expected.K, expected.Distances, expected.Ids, actual.Distances, actual.Ids, magnitude);
}
