namespace FaissNet.Evaluation;

/// <summary>
/// Confidence intervals of means over queries and of their ratios, by drawing as many queries as there are, with replacement, again and
/// again (the percentile bootstrap of Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13).
/// </summary>
/// <remarks>
/// All columns of one call are drawn together, so that a ratio of two techniques over the same queries is a paired comparison: what makes a
/// query hard for both cancels. The same seed gives the same draws at any number of threads.
/// </remarks>
internal sealed class Bootstrap
{
    private const double Confidence = 0.95;
    private const int Resamples = 1000;
    private const ulong Step = 0x9E3779B97F4A7C15;

    private readonly double[][] _means;
    private readonly double[] _values;

    /// <summary>Draws.</summary>
    /// <param name="columns">Arrays of one value per query, all of the same length, which is at least 1.</param>
    public Bootstrap(params float[][] columns)
    {
        int count = columns[0].Length;
        _values = Array.ConvertAll(columns, column => column.Sum(x => (double)x) / count);
        _means = new double[Resamples][];
        Parallel.For(0, Resamples, resample => _means[resample] = Draw(columns, count, Mix((ulong)resample + 1)));
    }

    /// <summary>The interval of the mean of a column.</summary>
    public ConfidenceInterval Mean(int column) => Interval(_values[column], means => means[column]);

    /// <summary>The interval of the mean of one column divided by that of another; 1 where the other is 0, as nothing can be lost there.</summary>
    public ConfidenceInterval Ratio(int column, int reference)
        => Interval(Quotient(_values[column], _values[reference]), means => Quotient(means[column], means[reference]));

    private static double Quotient(double value, double reference) => reference == 0 ? 1 : value / reference;

    private static double[] Draw(float[][] columns, int count, ulong state)
    {
        var sums = new double[columns.Length];
        for (int i = 0; i < count; i++)
        {
            int query = (int)Math.BigMul(Next(ref state), (ulong)count, out _);
            for (int column = 0; column < sums.Length; column++)
                sums[column] += columns[column][query];
        }
        for (int column = 0; column < sums.Length; column++)
            sums[column] /= count;
        return sums;
    }

    // SplitMix64 (Steele, Lea and Flood, 2014): a counter that is mixed. Counters must start far from each other, hence at mixed numbers too.
    private static ulong Next(ref ulong state) => Mix(state += Step);

    private static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }

    private ConfidenceInterval Interval(double value, Func<double[], double> statistic)
    {
        double[] sorted = Array.ConvertAll(_means, means => statistic(means));
        Array.Sort(sorted);
        double tail = (1 - Confidence) / 2;
        return new ConfidenceInterval(value, sorted[(int)(tail * Resamples)], sorted[(int)((1 - tail) * Resamples) - 1]);
    }
}
