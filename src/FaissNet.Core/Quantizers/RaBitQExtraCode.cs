using System.Buffers.Binary;
using FaissNet.Kernels;

namespace FaissNet.Quantizers;

/// <summary>
/// The finer bits of RaBitQ codes: |r| / ‖r‖ is scaled by the factor that makes the rounded code point most nearly in its direction, and cut to whole
/// numbers. Belongs to one thread.
/// </summary>
/// <remarks>
/// A number is kept as it is where the component is not negative, and with all bits turned where it is, so that sign and number together count from
/// the most negative to the most positive level.
/// </remarks>
internal sealed class RaBitQExtraCode(int dimension, int bits, Metric metric)
{
    /// <summary>Added before cutting, so that what rounding has put just below a whole number counts as it.</summary>
    private const double Nudge = 1e-5;

    /// <summary>Lengths below this leave nothing to encode.</summary>
    private const float SmallestNorm = 1e-10f;

    private readonly float[] _magnitudes = new float[dimension];
    private readonly int[] _levels = new int[dimension];
    private readonly RaBitQScale _scale = new(dimension, bits);

    /// <summary>Writes the finer bits and their two factors.</summary>
    /// <param name="residual">d values: r.</param>
    /// <param name="center">d values: c.</param>
    /// <param name="code">Receives ⌈d · bits / 8⌉ + 8 bytes.</param>
    public unsafe void Encode(ReadOnlySpan<float> residual, ReadOnlySpan<float> center, Span<byte> code)
    {
        fixed (float* r = residual)
        fixed (float* c = center)
        {
            float norm = MathF.Sqrt(VectorDistance.SquaredNorm(r, dimension));
            if (norm < SmallestNorm)
            {
                code.Clear();
                return;
            }
            double product = SetLevels(residual, norm);
            BitString.Pack(_levels, bits, code);
            float inverse = (float)(1 / product);
            if (!float.IsNormal(inverse))
                inverse = 1;
            bool isL2 = metric == Metric.L2;
            Span<byte> factors = code[^(2 * sizeof(float))..];
            BinaryPrimitives.WriteSingleLittleEndian(factors, isL2 ? norm * norm : VectorDistance.InnerProduct(r, c, dimension));
            BinaryPrimitives.WriteSingleLittleEndian(factors[sizeof(float)..], isL2 ? inverse * -2 * norm : inverse * norm);
        }
    }

    /// <summary>Finds the numbers to store; returns the product of their directions' levels with the vector's.</summary>
    private double SetLevels(ReadOnlySpan<float> residual, float norm)
    {
        for (int j = 0; j < dimension; j++)
            _magnitudes[j] = MathF.Abs(residual[j] / norm);
        float scale = _scale.Find(_magnitudes);
        int largest = (1 << bits) - 1;
        double product = 0;
        for (int j = 0; j < dimension; j++)
        {
            int level = Math.Min((int)(scale * _magnitudes[j] + Nudge), largest);
            product += (level + 0.5) * _magnitudes[j];
            _levels[j] = residual[j] < 0 ? ~level & largest : level;
        }
        return product;
    }
}
