namespace FaissNet.Evaluation;

/// <summary>Whether two ways of scoring put the same things in the same order.</summary>
internal static class RankCorrelation
{
    /// <summary>
    /// Spearman's ρ: the correlation of the ranks, tied values sharing the mean of their ranks. 1 for the same order, −1 for the reverse, NaN
    /// where all values of a side are equal or there are fewer than two.
    /// </summary>
    public static double Spearman(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double[] a = Ranks(left), b = Ranks(right);
        double mean = (a.Length + 1) / 2.0, covariance = 0, squaresA = 0, squaresB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            covariance += (a[i] - mean) * (b[i] - mean);
            squaresA += (a[i] - mean) * (a[i] - mean);
            squaresB += (b[i] - mean) * (b[i] - mean);
        }
        return covariance / Math.Sqrt(squaresA * squaresB);
    }

    private static double[] Ranks(ReadOnlySpan<float> values)
    {
        float[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        for (int start = 0; start < sorted.Length;)
        {
            int end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
                end++;
            for (int i = start; i < end; i++)
                ranks[order[i]] = (start + end + 1) / 2.0;
            start = end;
        }
        return ranks;
    }
}
