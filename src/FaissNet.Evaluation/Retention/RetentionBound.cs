using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace FaissNet.Evaluation;

/// <summary>
/// The largest retention that a sample of queries proves with a given confidence, whatever the distribution of their scores.
/// </summary>
/// <remarks>
/// <para>Let c be the score of a query with the technique and f that with exact search, both between 0 and 1. Retention is at least t if
/// E[c − t·f] ≥ 0. Against the contrary one bets: starting with 1, each query multiplies what is there by 1 + λ·(c − t·f). Were the mean negative, the
/// expectation could only fall, so that by Markov's inequality 1 ÷ δ is reached with probability at most δ; reaching it proves t with
/// confidence 1 − δ, at any number of queries. (Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", JRSS B 2024.)</para>
/// <para>The stake is shared out among several λ, since the best one depends on what is to be found. Other than with the bounds of Hoeffding or Clopper and Pearson, queries that
/// gain count beside those that lose, and few differences make a tight bound.</para>
/// </remarks>
internal static class RetentionBound
{
    /// <summary>More than this is never promised.</summary>
    public const double Most = 1.1;

    private const double MostStake = 0.9;
    private const int Stakes = 8;
    private const int Bisections = 20;

    /// <summary>The bound.</summary>
    /// <param name="scores">The score of each query with the technique.</param>
    /// <param name="reference">The score of each query with exact search.</param>
    /// <param name="confidence">1 − δ.</param>
    /// <returns>0, where nothing is proved, to <see cref="Most"/>.</returns>
    public static double Lower(ReadOnlySpan<float> scores, ReadOnlySpan<float> reference, double confidence)
    {
        double enough = -Math.Log(1 - confidence);
        // Few different pairs of scores occur, four of them where queries are hit or missed.
        var pairs = new Dictionary<(float Score, float Reference), int>();
        for (int i = 0; i < scores.Length; i++)
            CollectionsMarshal.GetValueRefOrAddDefault(pairs, (scores[i], reference[i]), out _)++;
        // What is won falls with t for every single query, so that the proved values form one interval from 0 on.
        double low = 0, high = Most;
        if (LogWealth(pairs, high) >= enough)
            return high;
        for (int i = 0; i < Bisections; i++)
        {
            double middle = (low + high) / 2;
            if (LogWealth(pairs, middle) >= enough)
                low = middle;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>The logarithm of what all bets together have become.</summary>
    private static double LogWealth(Dictionary<(float Score, float Reference), int> pairs, double retention)
    {
        Span<double> logs = stackalloc double[Stakes];
        foreach (((float score, float reference), int count) in pairs)
        {
            for (int j = 0; j < Stakes; j++)
                logs[j] += count * Math.Log(1 + MostStake / (1 << j) * (score - retention * reference));
        }
        double most = TensorPrimitives.Max<double>(logs), sum = 0;
        foreach (double log in logs)
            sum += Math.Exp(log - most);
        return most + Math.Log(sum / Stakes);
    }
}
