using System.Buffers.Binary;
using FaissNet.Kernels;

namespace FaissNet.Quantizers;

/// <summary>One vector to one code of RaBitQ and back. Sums run in single precision and in the order of FAISS's scalar code.</summary>
internal static class RaBitQEncoder
{
    /// <summary>FAISS takes numbers below this for zero: the spacing of floats at 1.</summary>
    private const float Epsilon = 1.1920929e-7f;

    /// <summary>The constant of the paper's bound of the error.</summary>
    private const float ErrorConstant = 1.9f;

    /// <summary>Encodes a vector.</summary>
    /// <param name="vector">d values: x.</param>
    /// <param name="center">d values: c.</param>
    /// <param name="residual">Memory for d values.</param>
    /// <param name="shape">The parts of the code.</param>
    /// <param name="metric">What the factors are for.</param>
    /// <param name="extra">Makes the finer bits; null where there are none.</param>
    /// <param name="code">Receives the code.</param>
    public static void Encode(
        ReadOnlySpan<float> vector, ReadOnlySpan<float> center, Span<float> residual, in SignShape shape, Metric metric, RaBitQExtraCode? extra,
        Span<byte> code)
    {
        Span<byte> signs = code[..shape.SignBytes];
        signs.Clear();
        float squaredNorm = 0;
        float vectorNorm = 0;
        float absoluteSum = 0;
        for (int j = 0; j < vector.Length; j++)
        {
            float x = vector[j];
            float r = x - center[j];
            residual[j] = r;
            squaredNorm += r * r;
            vectorNorm += x * x;
            absoluteSum += r > 0 ? r : -r;
            if (r > 0)
                signs[j >> 3] |= (byte)(1 << (j & 7));
        }
        Span<float> factors = stackalloc float[3];
        SetFactors(squaredNorm, vectorNorm, absoluteSum, vector.Length, metric, factors);
        Span<byte> behind = code[shape.SignBytes..];
        for (int f = 0; f < shape.Factors; f++)
            BinaryPrimitives.WriteSingleLittleEndian(behind[(f * sizeof(float))..], factors[f]);
        extra?.Encode(residual, center, behind[(shape.Factors * sizeof(float))..]);
    }

    /// <summary>What the signs stand for: c ± ‖r‖² / Σ|r|.</summary>
    public static void Decode(ReadOnlySpan<byte> code, ReadOnlySpan<float> center, in SignShape shape, Span<float> vector)
    {
        float inverseRoot = 1 / MathF.Sqrt(vector.Length);
        float multiplier = BinaryPrimitives.ReadSingleLittleEndian(code[(shape.SignBytes + sizeof(float))..]);
        for (int j = 0; j < vector.Length; j++)
        {
            float bit = (code[j >> 3] >> (j & 7)) & 1;
            vector[j] = (bit - 0.5f) * multiplier * 2 * inverseRoot + center[j];
        }
    }

    private static void SetFactors(float squaredNorm, float vectorNorm, float absoluteSum, int dimension, Metric metric, Span<float> factors)
    {
        float norm = MathF.Sqrt(squaredNorm);
        float inverseNorm = squaredNorm < Epsilon ? 1 : 1 / norm;
        float product = absoluteSum * inverseNorm * (1 / MathF.Sqrt(dimension));
        float inverseProduct = MathF.Abs(product) < Epsilon ? 1 : 1 / product;
        factors[0] = metric == Metric.InnerProduct ? squaredNorm - vectorNorm : squaredNorm;
        factors[1] = inverseProduct * norm;
        factors[2] = (metric == Metric.L2 ? 2 : 1) * ErrorOf(squaredNorm, norm, absoluteSum, dimension);
    }

    /// <summary>How far an estimate may be off, per length of the query.</summary>
    private static float ErrorOf(float squaredNorm, float norm, float absoluteSum, int dimension)
    {
        float product = 0.5f * absoluteSum;
        if (!(product > Epsilon))
            return 0;
        float ratio = squaredNorm * (dimension * 0.25f) / (product * product);
        return ratio > 1 ? norm * ErrorConstant * MathF.Sqrt((ratio - 1) / Math.Max(1, dimension - 1)) : 0;
    }
}
