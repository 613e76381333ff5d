using System.Numerics;
using System.Runtime.InteropServices;

namespace FaissNet.Quantizers;

/// <summary>
/// FAISS's conversion to half precision: round half away from zero, where IEEE (and .NET's <see cref="Half"/>) round half to even. From 65,520 on
/// comes infinity, and every NaN becomes 0x7E00. The way back is exact, so that is .NET's own.
/// </summary>
internal static class Float16
{
    private const uint FloatInfinity = 0x7f800000;

    // 65,520 and 2⁻¹⁴ as bits of a float: where half precision overflows, and where it stops being normal.
    private const uint FirstInfinite = 0x477ff000;
    private const uint FirstNormal = 0x38800000;

    // From float to half the bias of the exponent shrinks from 127 to 15 and the fraction loses 13 bits, of which the first decides the rounding.
    private const uint Rebias = (127 - 15) << 23;
    private const uint HalfStep = 0x1000;

    /// <summary>The 16 bits of the half-precision number.</summary>
    public static ushort Encode(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint magnitude = bits & 0x7fffffff;
        if (magnitude > FloatInfinity)
            return 0x7e00;
        return (ushort)(((bits >> 16) & 0x8000) | EncodeMagnitude(magnitude));
    }

    /// <summary>Converts finite values.</summary>
    public static void Encode(ReadOnlySpan<float> values, Span<ushort> halves)
    {
        ReadOnlySpan<Vector<float>> x = MemoryMarshal.Cast<float, Vector<float>>(values);
        Span<Vector<ushort>> y = MemoryMarshal.Cast<ushort, Vector<ushort>>(halves);
        for (int i = 0; i < y.Length; i++)
            y[i] = Vector.Narrow(EncodeVector(x[2 * i]), EncodeVector(x[2 * i + 1]));
        for (int i = y.Length * Vector<ushort>.Count; i < values.Length; i++)
            halves[i] = Encode(values[i]);
    }

    private static uint EncodeMagnitude(uint magnitude) => magnitude switch
    {
        >= FirstInfinite => 0x7c00,
        >= FirstNormal => (magnitude - Rebias + HalfStep) >> 13,
        _ => (uint)(BitConverter.UInt32BitsToSingle(magnitude) * 16777216.0 + 0.5),
    };

    private static Vector<uint> EncodeVector(Vector<float> value)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(value);
        Vector<uint> magnitude = bits & new Vector<uint>(0x7fffffff);
        Vector<uint> normal = Vector.ShiftRightLogical(magnitude - new Vector<uint>(Rebias - HalfStep), 13);
        // Below the normal numbers the steps are 2⁻²⁴; cutting and comparing the rest with a half are exact there, adding a half would not be.
        Vector<float> steps = Vector.AsVectorSingle(Vector.Min(magnitude, new Vector<uint>(FirstNormal))) * new Vector<float>(16777216);
        Vector<int> whole = Vector.ConvertToInt32(steps);
        Vector<int> up = Vector.AsVectorInt32(Vector.GreaterThanOrEqual(steps - Vector.ConvertToSingle(whole), new Vector<float>(0.5f)));
        Vector<uint> small = Vector.AsVectorUInt32(whole - up);
        Vector<uint> result = Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(FirstNormal)), small, normal);
        result = Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(FirstInfinite)), result, new Vector<uint>(0x7c00));
        return result | (Vector.ShiftRightLogical(bits, 16) & new Vector<uint>(0x8000));
    }
}
