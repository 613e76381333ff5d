using System.Numerics;
using System.Runtime.InteropServices;

namespace FaissNet.Quantizers;

/// <summary>
/// From components to steps inside their range and back, a row at a time, with FAISS's results. FAISS computes the products with 15 and 63 in
/// double; in single precision they come to the same, because no float below k / 15 or k / 63 has a product that rounds up to k.
/// </summary>
internal static class ScalarLevels
{
    /// <summary>level = ⌊top · clamp((x − low) / span, 0, 1)⌋, or 0 where the span is 0.</summary>
    public static void Encode(ReadOnlySpan<float> x, ReadOnlySpan<float> low, ReadOnlySpan<float> span, int top, Span<byte> levels)
    {
        int width = Vector<byte>.Count;
        int i = 0;
        for (; x.Length >= width && i < x.Length; i += width)
        {
            // The last vector overlaps the one before and writes the same levels again.
            int at = Math.Min(i, x.Length - width);
            EncodeVector(x.Slice(at, width), low.Slice(at, width), span.Slice(at, width), top).CopyTo(levels[at..]);
        }
        for (; i < x.Length; i++)
        {
            float share = span[i] == 0 ? 0 : Math.Clamp((x[i] - low[i]) / span[i], 0, 1);
            levels[i] = (byte)(int)(share * top);
        }
    }

    /// <summary>x = low + span · ((level + ½) / top).</summary>
    public static void Decode(ReadOnlySpan<byte> levels, ReadOnlySpan<float> low, ReadOnlySpan<float> span, int top, Span<float> x)
    {
        int width = Vector<byte>.Count;
        int i = 0;
        for (; x.Length >= width && i < x.Length; i += width)
        {
            int at = Math.Min(i, x.Length - width);
            DecodeVector(new Vector<byte>(levels[at..]), low.Slice(at, width), span.Slice(at, width), top, x.Slice(at, width));
        }
        for (; i < x.Length; i++)
            x[i] = low[i] + (levels[i] + 0.5f) / top * span[i];
    }

    private static Vector<byte> EncodeVector(ReadOnlySpan<float> x, ReadOnlySpan<float> low, ReadOnlySpan<float> span, int top)
    {
        ReadOnlySpan<Vector<float>> values = MemoryMarshal.Cast<float, Vector<float>>(x);
        ReadOnlySpan<Vector<float>> lows = MemoryMarshal.Cast<float, Vector<float>>(low);
        ReadOnlySpan<Vector<float>> spans = MemoryMarshal.Cast<float, Vector<float>>(span);
        Vector<short> first = Vector.Narrow(Level(values[0], lows[0], spans[0], top), Level(values[1], lows[1], spans[1], top));
        Vector<short> second = Vector.Narrow(Level(values[2], lows[2], spans[2], top), Level(values[3], lows[3], spans[3], top));
        return Vector.AsVectorByte(Vector.Narrow(first, second));
    }

    private static Vector<int> Level(Vector<float> x, Vector<float> low, Vector<float> span, int top)
    {
        Vector<float> zero = Vector<float>.Zero;
        Vector<float> one = Vector<float>.One;
        Vector<float> share = (x - low) / span;
        share = Vector.ConditionalSelect(Vector.LessThan(share, zero), zero, share);
        share = Vector.ConditionalSelect(Vector.GreaterThan(share, one), one, share);
        share = Vector.ConditionalSelect(Vector.Equals(span, zero), zero, share);
        return Vector.ConvertToInt32(share * new Vector<float>(top));
    }

    private static void DecodeVector(Vector<byte> levels, ReadOnlySpan<float> low, ReadOnlySpan<float> span, int top, Span<float> x)
    {
        ReadOnlySpan<Vector<float>> lows = MemoryMarshal.Cast<float, Vector<float>>(low);
        ReadOnlySpan<Vector<float>> spans = MemoryMarshal.Cast<float, Vector<float>>(span);
        Span<Vector<float>> values = MemoryMarshal.Cast<float, Vector<float>>(x);
        Vector.Widen(levels, out Vector<ushort> first, out Vector<ushort> second);
        Vector.Widen(first, out Vector<uint> level0, out Vector<uint> level1);
        Vector.Widen(second, out Vector<uint> level2, out Vector<uint> level3);
        values[0] = Value(level0, lows[0], spans[0], top);
        values[1] = Value(level1, lows[1], spans[1], top);
        values[2] = Value(level2, lows[2], spans[2], top);
        values[3] = Value(level3, lows[3], spans[3], top);
    }

    private static Vector<float> Value(Vector<uint> level, Vector<float> low, Vector<float> span, int top)
        => low + (Vector.ConvertToSingle(Vector.AsVectorInt32(level)) + new Vector<float>(0.5f)) / new Vector<float>(top) * span;
}
