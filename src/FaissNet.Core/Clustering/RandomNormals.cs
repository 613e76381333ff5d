namespace FaissNet.Clustering;

/// <summary>
/// FAISS's <c>float_randn</c>: normally distributed numbers by Marsaglia's polar method, in blocks with generators of their own.
/// </summary>
internal static class RandomNormals
{
    /// <summary>Blocks that longer arrays are cut into. FAISS's number; it decides which generator makes which value.</summary>
    private const int Blocks = 1024;

    /// <summary>Fills the span with the numbers of a seed.</summary>
    public static void Fill(Span<float> values, long seed)
    {
        long blocks = values.Length < Blocks ? 1 : Blocks;
        var seeds = new RandomGenerator(seed);
        long first = seeds.RandInt();
        long step = seeds.RandInt();
        for (long j = 0; j < blocks; j++)
        {
            int start = (int)(j * values.Length / blocks);
            int end = (int)((j + 1) * values.Length / blocks);
            FillBlock(values[start..end], new RandomGenerator(first + j * step));
        }
    }

    private static void FillBlock(Span<float> values, RandomGenerator generator)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            double a, b, s;
            do
            {
                a = 2 * generator.RandDouble() - 1;
                b = 2 * generator.RandDouble() - 1;
                s = a * a + b * b;
            }
            while (s >= 1);
            double factor = Math.Sqrt(-2 * Math.Log(s) / s);
            values[i] = (float)(a * factor);
            if (i + 1 < values.Length)
                values[i + 1] = (float)(b * factor);
        }
    }
}
