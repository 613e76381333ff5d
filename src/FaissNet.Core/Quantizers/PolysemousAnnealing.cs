using System.Numerics;
using FaissNet.Clustering;
using FaissNet.Storage;

namespace FaissNet.Quantizers;

/// <summary>
/// Simulated annealing over permutations p of n centroids. The cost is Σ over pairs of W · (T − popcount(pᵢ xor pⱼ))², where T is the distance of
/// two centroids scaled to mean and deviation of Hamming distances, and W = 2^−T makes the close pairs count.
/// </summary>
internal sealed class PolysemousAnnealing
{
    private const int Seed = 123;
    private const int Runs = 2;
    private const double StartTemperature = 0.7;
    private static readonly double s_cooling = Math.Pow(0.9, 1 / 500.0);

    // How often cancellation is looked at.
    private const int CancellationInterval = 4096;

    private readonly int _n;
    private readonly double[] _target;
    private readonly double[] _weight;

    public PolysemousAnnealing(Rows<float> codebook, int nBits)
    {
        _n = (int)codebook.Count;
        _target = Targets(codebook, nBits);
        _weight = new double[_target.Length];
        for (int i = 0; i < _weight.Length; i++)
            _weight[i] = Math.Exp(-Math.Log(2) * _target[i]);
    }

    /// <summary>The cheaper permutation of two runs: centroid i gets the number p[i].</summary>
    public int[] Run(int iterations, CancellationToken cancellationToken)
    {
        // Not seeded again between the runs, so that they differ.
        var generator = new RandomGenerator(Seed);
        int[] best = [];
        double bestCost = double.PositiveInfinity;
        for (int run = 0; run < Runs; run++)
        {
            var permutation = new int[_n];
            for (int i = 0; i < _n; i++)
                permutation[i] = i;
            double cost = Anneal(permutation, generator, iterations, cancellationToken);
            if (cost < bestCost)
                (best, bestCost) = (permutation, cost);
        }
        return best;
    }

    private static double[] Targets(Rows<float> codebook, int nBits)
    {
        int n = (int)codebook.Count;
        var targets = new double[n * n];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double distance = Squared(codebook[i], codebook[j]);
                targets[i * n + j] = distance;
                sum += distance;
                squares += distance * distance;
            }
        }
        double mean = sum / targets.Length;
        double deviation = Math.Sqrt(squares / targets.Length - mean * mean);
        // Mean and deviation of the Hamming distance of random numbers of nbits bits, cut to integers as in FAISS.
        double hammingMean = nBits / 2;
        double hammingDeviation = Math.Sqrt(nBits / 4);
        for (int i = 0; i < targets.Length; i++)
            targets[i] = (targets[i] - mean) / deviation * hammingDeviation + hammingMean;
        return targets;
    }

    private static float Squared(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        float sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            float difference = x[i] - y[i];
            sum += difference * difference;
        }
        return sum;
    }

    private double Anneal(int[] permutation, RandomGenerator generator, int iterations, CancellationToken cancellationToken)
    {
        double cost = Cost(permutation);
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
            double change = ChangeOfSwap(permutation, iw, jw);
            if (change < 0 || generator.RandFloat() < temperature)
            {
                (permutation[iw], permutation[jw]) = (permutation[jw], permutation[iw]);
                cost += change;
            }
        }
        return cost;
    }

    private double Cost(int[] permutation)
    {
        double cost = 0;
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j < _n; j++)
                cost += Term(i, j, permutation[i], permutation[j]);
        }
        return cost;
    }

    private double ChangeOfSwap(int[] permutation, int iw, int jw)
    {
        int pi = permutation[iw];
        int pj = permutation[jw];
        double change = 0;
        for (int k = 0; k < _n; k++)
        {
            int pk = permutation[k];
            int newPk = k == iw ? pj : k == jw ? pi : pk;
            change += Term(iw, k, pj, newPk) - Term(iw, k, pi, pk);
            change += Term(jw, k, pi, newPk) - Term(jw, k, pj, pk);
            if (k == iw || k == jw)
                continue;
            change += Term(k, iw, pk, pj) - Term(k, iw, pk, pi);
            change += Term(k, jw, pk, pi) - Term(k, jw, pk, pj);
        }
        return change;
    }

    private double Term(int i, int j, int pi, int pj)
    {
        double difference = _target[i * _n + j] - BitOperations.PopCount((uint)(pi ^ pj));
        return _weight[i * _n + j] * difference * difference;
    }
}
