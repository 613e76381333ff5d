using System.Numerics;
using System.Runtime.InteropServices;

namespace FaissNet.Quantizers;

/// <summary>
/// FAISS's conversion to bfloat16, the upper half of a float: rounded to nearest, half away from zero. (Its builds with AVX512-BF16 round half to
/// even.) What rounds beyond the largest float becomes infinity.
/// </summary>
internal static class BFloat16
{
    private const uint Half = 0x8000;

    /// <summary>Converts finite values.</summary>
    public static void Encode(ReadOnlySpan<float> values, Span<ushort> codes)
    {
        ReadOnlySpan<Vector<uint>> x = MemoryMarshal.Cast<float, Vector<uint>>(values);
        Span<Vector<ushort>> y = MemoryMarshal.Cast<ushort, Vector<ushort>>(codes);
        var half = new Vector<uint>(Half);
        for (int i = 0; i < y.Length; i++)
            y[i] = Vector.Narrow(Vector.ShiftRightLogical(x[2 * i] + half, 16), Vector.ShiftRightLogical(x[(2 * i) + 1] + half, 16));
        for (int i = y.Length * Vector<ushort>.Count; i < values.Length; i++)
            codes[i] = (ushort)((BitConverter.SingleToUInt32Bits(values[i]) + Half) >> 16);
    }

    /// <summary>Converts back, exactly.</summary>
    public static void Decode(ReadOnlySpan<ushort> codes, Span<float> values)
    {
        for (int i = 0; i < codes.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle((uint)codes[i] << 16);
    }
}
