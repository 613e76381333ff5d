namespace FaissNet.Quantizers;

/// <summary>Numbers of a few bits packed into bytes, lowest bit first: FAISS's <c>BitstringWriter</c> and <c>BitstringReader</c>.</summary>
internal static class BitString
{
    /// <summary>Packs numbers below 2^<paramref name="bits"/>; bits that are left over in the last byte become zero.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="bits">Bits per number, 1 to 16.</param>
    /// <param name="bytes">Receives ceil(count · bits / 8) bytes.</param>
    public static void Pack(ReadOnlySpan<int> values, int bits, Span<byte> bytes)
    {
        uint pending = 0;
        int held = 0;
        int at = 0;
        foreach (int value in values)
        {
            pending |= (uint)value << held;
            held += bits;
            for (; held >= 8; held -= 8)
            {
                bytes[at++] = (byte)pending;
                pending >>= 8;
            }
        }
        if (held > 0)
            bytes[at] = (byte)pending;
    }

    /// <summary>Reads the numbers that <see cref="Pack"/> has written.</summary>
    public static void Unpack(ReadOnlySpan<byte> bytes, int bits, Span<int> values)
    {
        uint pending = 0;
        int held = 0;
        int at = 0;
        int mask = (1 << bits) - 1;
        for (int i = 0; i < values.Length; i++)
        {
            for (; held < bits; held += 8)
                pending |= (uint)bytes[at++] << held;
            values[i] = (int)pending & mask;
            pending >>= bits;
            held -= bits;
        }
    }
}
