namespace FaissNet.Cli.Bench;

/// <summary>
/// Vectors with the structure of real embeddings: clusters, a power-law spectrum (few directions carry most of the variance), unit length.
/// Everything follows from the seed, so two runs on two machines race on the same data.
/// </summary>
internal sealed class ClusteredVectors
{
    private const int Clusters = 1000;

    // Component i has standard deviation (i + 1)^-0.5: between white noise and the steep spectra of image encoders.
    private const double SpectrumExponent = 0.5;

    // Scatter inside a cluster against the scatter of the centres: neighbours come from the query's cluster, yet clusters overlap.
    private const float Spread = 0.5f;

    private readonly int _dimension;
    private readonly float[] _scales;
    private readonly float[] _centres;

    public ClusteredVectors(int dimension, int seed)
    {
        _dimension = dimension;
        _scales = new float[dimension];
        for (int i = 0; i < dimension; i++)
            _scales[i] = (float)Math.Pow(i + 1, -SpectrumExponent);
        var random = new Random(seed);
        _centres = new float[Clusters * dimension];
        for (int i = 0; i < _centres.Length; i++)
            _centres[i] = NextNormal(random) * _scales[i % dimension];
    }

    /// <summary>Draws <paramref name="count"/> vectors: count × d, row-major, unit length.</summary>
    public float[] Draw(int count, int seed)
    {
        var vectors = new float[checked(count * _dimension)];
        const int Block = 8192;
        // A generator per block keeps the result independent of the number of threads.
        Parallel.For(0, (count + Block - 1) / Block, block =>
        {
            var random = new Random(HashCode(seed, block));
            for (int row = block * Block; row < Math.Min(count, (block + 1) * Block); row++)
                Fill(random, vectors.AsSpan(row * _dimension, _dimension));
        });
        return vectors;
    }

    private void Fill(Random random, Span<float> vector)
    {
        int centre = random.Next(Clusters) * _dimension;
        double norm = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = _centres[centre + i] + Spread * _scales[i] * NextNormal(random);
            norm += vector[i] * vector[i];
        }
        float scale = (float)(1 / Math.Sqrt(norm));
        for (int i = 0; i < vector.Length; i++)
            vector[i] *= scale;
    }

    // System.HashCode is seeded per process; this must not be.
    private static int HashCode(int seed, int block) => unchecked(seed * 486187739 + block * 16777619);

    // Irwin-Hall with four terms is close enough to a normal for data that is clustered and scaled anyway, and six times as fast.
    private static float NextNormal(Random random)
        => (random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2) * 1.7320508f;
}
