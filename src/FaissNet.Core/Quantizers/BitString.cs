using System.Buffers.Binary;

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

    /// <summary>Reads the numbers that <see cref="Pack(ReadOnlySpan{int}, int, Span{byte})"/> has written.</summary>
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

    /// <summary>Packs numbers of at most 8 bits, eight at a time.</summary>
    public static void Pack(ReadOnlySpan<byte> values, int bits, Span<byte> bytes)
    {
        Span<byte> word = stackalloc byte[8];
        for (; values.Length >= 8; values = values[8..], bytes = bytes[bits..])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Squeeze(BinaryPrimitives.ReadUInt64LittleEndian(values), bits));
            word[..bits].CopyTo(bytes);
        }
        word.Clear();
        values.CopyTo(word);
        BinaryPrimitives.WriteUInt64LittleEndian(word, Squeeze(BinaryPrimitives.ReadUInt64LittleEndian(word), bits));
        word[..((values.Length * bits + 7) / 8)].CopyTo(bytes);
    }

    /// <summary>Reads numbers of at most 8 bits, eight at a time.</summary>
    public static void Unpack(ReadOnlySpan<byte> bytes, int bits, Span<byte> values)
    {
        Span<byte> word = stackalloc byte[8];
        word.Clear();
        for (; values.Length >= 8; values = values[8..], bytes = bytes[bits..])
        {
            bytes[..bits].CopyTo(word);
            BinaryPrimitives.WriteUInt64LittleEndian(values, Spread(BinaryPrimitives.ReadUInt64LittleEndian(word), bits));
        }
        word.Clear();
        bytes[..((values.Length * bits + 7) / 8)].CopyTo(word);
        BinaryPrimitives.WriteUInt64LittleEndian(word, Spread(BinaryPrimitives.ReadUInt64LittleEndian(word), bits));
        word[..values.Length].CopyTo(values);
    }

    /// <summary>Moves the low bits of eight bytes together: neighbours first, then pairs, then fours.</summary>
    private static ulong Squeeze(ulong x, int bits)
    {
        int gap = 8 - bits;
        x = (x & 0x00ff00ff00ff00ff) | ((x & 0xff00ff00ff00ff00) >> gap);
        x = (x & 0x0000ffff0000ffff) | ((x & 0xffff0000ffff0000) >> (2 * gap));
        return (x & 0x00000000ffffffff) | ((x & 0xffffffff00000000) >> (4 * gap));
    }

    /// <summary>The reverse of <see cref="Squeeze"/>.</summary>
    private static ulong Spread(ulong x, int bits)
    {
        int gap = 8 - bits;
        ulong fours = (1ul << (4 * bits)) - 1;
        ulong pairs = ((1ul << (2 * bits)) - 1) * 0x0000000100000001;
        ulong ones = ((1ul << bits) - 1) * 0x0001000100010001;
        x = (x & fours) | ((x << (4 * gap)) & (fours << 32));
        x = (x & pairs) | ((x << (2 * gap)) & (pairs << 16));
        return (x & ones) | ((x << gap) & (ones << 8));
    }
}
