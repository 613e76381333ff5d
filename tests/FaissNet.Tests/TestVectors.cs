namespace FaissNet.Tests;

/// <summary>Vectors for tests; the same seed gives the same.</summary>
internal static class TestVectors
{
    /// <summary>
    /// Vectors around <paramref name="clusters"/> centres whose components are −1 to 1; the spread around a centre is a quarter of that.
    /// The centres do not depend on the seed, so that samples and queries come from the same distribution.
    /// </summary>
    public static float[] Clustered(int count, int dimension, int clusters, int seed)
    {
        float[] centres = Uniform(new Random(42), clusters * dimension, 1);
        var random = new Random(seed);
        var vectors = new float[count * dimension];
        for (int i = 0; i < count; i++)
        {
            int centre = random.Next(clusters);
            for (int j = 0; j < dimension; j++)
                vectors[i * dimension + j] = centres[centre * dimension + j] + 0.25f * (2 * random.NextSingle() - 1);
        }
        return vectors;
    }

    /// <summary>Random bits.</summary>
    public static byte[] Bits(int count, int dimension, int seed)
    {
        var bits = new byte[count * dimension / 8];
        new Random(seed).NextBytes(bits);
        return bits;
    }

    private static float[] Uniform(Random random, int count, float limit)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = limit * (2 * random.NextSingle() - 1);
        return values;
    }
}
