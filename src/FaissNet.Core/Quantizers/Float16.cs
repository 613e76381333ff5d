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

    /// <summary>The 16 bits of the half-precision number.</summary>
    public static ushort Encode(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint magnitude = bits & 0x7fffffff;
        if (magnitude > FloatInfinity)
            return 0x7e00;
        return (ushort)(((bits >> 16) & 0x8000) | EncodeMagnitude(magnitude));
    }

    private static uint EncodeMagnitude(uint magnitude) => magnitude switch
    {
        >= FirstInfinite => 0x7c00,
        // The exponent's bias shrinks from 127 to 15, the fraction from 23 to 10 bits.
        >= FirstNormal => (magnitude - ((127 - 15) << 23) + 0x1000) >> 13,
        _ => (uint)(BitConverter.UInt32BitsToSingle(magnitude) * 16777216.0 + 0.5),
    };
}
