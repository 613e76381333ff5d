using System.Numerics.Tensors;

namespace FaissNet.Quantizers;

internal static partial class ScalarRange
{
    private const int OptimRounds = 2000;
    private const int OptimUnchangedRounds = 16;

    /// <summary>Low and high end of the range of some values; may reorder them.</summary>
    private static (float Low, float High) OfValues(
        Span<float> x, RangeStat stat, float arg, int levels, CancellationToken cancellationToken) => stat switch
    {
        RangeStat.MeanStd => MeanStd(x, arg),
        RangeStat.Quantiles => Quantiles(x, arg),
        RangeStat.Optim => Optim(x, levels, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(stat), stat, "MinMax is found without this."),
    };

    private static (float Low, float High) MeanStd(ReadOnlySpan<float> x, float arg)
    {
        double sum = 0;
        double squares = 0;
        foreach (float value in x)
        {
            sum += value;
            squares += value * value;
        }
        float mean = (float)(sum / x.Length);
        float variance = (float)(squares / x.Length - mean * mean);
        float deviation = variance <= 0 ? 1 : (float)Math.Sqrt(variance);
        return (mean - deviation * arg, mean + deviation * arg);
    }

    private static (float Low, float High) Quantiles(Span<float> x, float arg)
    {
        x.Sort();
        // A cast of a float beyond the range of int is undefined in C++; every such value ends at one of the two limits anyway.
        int cut = Math.Max(0, (int)Math.Clamp(arg * x.Length, int.MinValue, 2147483520f));
        if (cut > x.Length - cut)
            cut = x.Length / 2;
        return (x[cut], x[x.Length - 1 - cut]);
    }

    /// <summary>Alternates between rounding the values to steps a · n + b and the least-squares fit of a and b, all in single precision.</summary>
    private static (float Low, float High) Optim(ReadOnlySpan<float> x, int levels, CancellationToken cancellationToken)
    {
        float sum = 0;
        foreach (float value in x)
            sum += value;
        float b = TensorPrimitives.Min(x);
        float a = (TensorPrimitives.Max(x) - b) / (levels - 1);
        float lastError = -1;
        int unchanged = 0;
        for (int round = 0; round < OptimRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float sumN = 0;
            float sumN2 = 0;
            float sumXn = 0;
            float error = 0;
            foreach (float value in x)
            {
                float n = (float)Math.Floor((value - b) / a + 0.5);
                if (n < 0)
                    n = 0;
                if (n >= levels)
                    n = levels - 1;
                float difference = value - (n * a + b);
                error += difference * difference;
                sumN += n;
                sumN2 += n * n;
                sumXn += n * value;
            }
            if (error != lastError)
                (lastError, unchanged) = (error, 0);
            else if (++unchanged == OptimUnchangedRounds)
                break;
            float determinant = sumN * sumN - sumN2 * x.Length;
            b = (sumN * sumXn - sumN2 * sum) / determinant;
            a = (sumN * sum - x.Length * sumXn) / determinant;
        }
        return (b, b + a * (levels - 1));
    }
}
