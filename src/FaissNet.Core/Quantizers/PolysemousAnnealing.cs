using FaissNet.Clustering;
using FaissNet.Storage;

namespace FaissNet.Quantizers;

/// <summary>
/// Simulated annealing over permutations p of n centroids. The cost is Σ over pairs of W · (T − popcount(pᵢ xor pⱼ))², where T is the distance of
/// two centroids scaled to mean and deviation of Hamming distances, and W = 2^−T makes the close pairs count.
/// </summary>
/// <remarks>
/// Each step swaps two numbers and asks only whether the cost falls. FAISS sums some 2,000 terms in double, one after another, to know. Here a
/// sum in single-precision lanes decides, with a bound of its own error; where the bound leaves the sign open, FAISS's sum is made.
/// </remarks>
internal sealed partial class PolysemousAnnealing : IDisposable
{
    private const int Seed = 123;
    private const int Runs = 2;
    private const double StartTemperature = 0.7;

    // How often cancellation is looked at.
    private const int CancellationInterval = 4096;

    private static readonly double s_cooling = Math.Pow(0.9, 1 / 500.0);

    private readonly int _n;
    private readonly int _nBits;
    private readonly bool _isFlat;
    private readonly AlignedBuffer<double> _target;
    private readonly AlignedBuffer<double> _weight;
    private readonly AlignedBuffer<float> _linear;
    private readonly AlignedBuffer<float> _square;
    private readonly float[] _rowBound;

    public PolysemousAnnealing(Rows<float> codebook, int nBits)
    {
        _n = (int)codebook.Count;
        _nBits = nBits;
        long pairs = (long)_n * _n;
        _target = new AlignedBuffer<double>(pairs);
        _weight = new AlignedBuffer<double>(pairs);
        _linear = new AlignedBuffer<float>(pairs);
        _square = new AlignedBuffer<float>(pairs);
        _rowBound = new float[_n];
        _isFlat = !SetTargets(codebook);
        if (!_isFlat)
            SetCoefficients();
    }

    /// <summary>Bytes that one annealing of n centroids needs.</summary>
    public static long MemoryOf(int n) => (long)n * n * (2 * sizeof(double) + 2 * sizeof(float));

    /// <summary>The cheaper permutation of two runs: centroid i gets the number p[i].</summary>
    public int[] Run(int iterations, CancellationToken cancellationToken)
    {
        // Not seeded again between the runs, so that they differ.
        var generator = new RandomGenerator(Seed);
        int[] best = Identity();
        float bestCost = float.PositiveInfinity;
        // When all centroids are the same distance apart (say, one point), every numbering is as good as another.
        for (int run = 0; run < Runs && !_isFlat; run++)
        {
            int[] permutation = Identity();
            Anneal(permutation, generator, iterations, cancellationToken);
            float cost = (float)Cost(permutation);
            if (cost < bestCost)
                (best, bestCost) = (permutation, cost);
        }
        return best;
    }

    public void Dispose()
    {
        _target.Dispose();
        _weight.Dispose();
        _linear.Dispose();
        _square.Dispose();
    }

    private int[] Identity()
    {
        var permutation = new int[_n];
        for (int i = 0; i < _n; i++)
            permutation[i] = i;
        return permutation;
    }

    private void Anneal(int[] permutation, RandomGenerator generator, int iterations, CancellationToken cancellationToken)
    {
        double temperature = StartTemperature;
        for (int i = 0; i < iterations; i++)
        {
            if (i % CancellationInterval == 0)
                cancellationToken.ThrowIfCancellationRequested();
            temperature *= s_cooling;
            int iw = generator.RandInt(_n);
            int jw = generator.RandInt(_n - 1);
            if (jw == iw)
                jw++;
            if (IsCheaper(permutation, iw, jw) || generator.RandFloat() < temperature)
                (permutation[iw], permutation[jw]) = (permutation[jw], permutation[iw]);
        }
    }
}
