namespace FaissNet.Evaluation.Tests;

/// <summary>Vectors for tests, and their neighbours by sorting everything.</summary>
internal static class TestVectors
{
    public static float[] Random(int count, int dimension, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * dimension).Select(_ => random.NextSingle() - 0.5f)];
    }

    public static long[] Sorted(float[] stored, ReadOnlySpan<float> query, Metric metric)
    {
        int dimension = query.Length;
        var costs = new double[stored.Length / dimension];
        for (int i = 0; i < costs.Length; i++)
        {
            for (int j = 0; j < dimension; j++)
            {
                double difference = (double)query[j] - stored[i * dimension + j];
                costs[i] += metric == Metric.L2 ? difference * difference : -(double)query[j] * stored[i * dimension + j];
            }
        }
        return [.. Enumerable.Range(0, costs.Length).OrderBy(i => costs[i]).Select(i => (long)i)];
    }
}
