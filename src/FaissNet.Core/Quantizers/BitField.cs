namespace FaissNet.Quantizers;

/// <summary>Numbers anywhere in a string of bits, lowest bit first.</summary>
internal static class BitField
{
    /// <summary>The number in the bits from <paramref name="position"/> on, at most 62.</summary>
    public static long Read(ReadOnlySpan<byte> bytes, long position, int bits)
    {
        long value = 0;
        for (int done = 0; done < bits;)
        {
            int offset = (int)((position + done) & 7);
            int taken = Math.Min(8 - offset, bits - done);
            long part = (bytes[(int)((position + done) >> 3)] >> offset) & ((1 << taken) - 1);
            value |= part << done;
            done += taken;
        }
        return value;
    }

    /// <summary>Writes a number into bits that are zero.</summary>
    public static void Write(Span<byte> bytes, long position, int bits, long value)
    {
        for (int done = 0; done < bits;)
        {
            int offset = (int)((position + done) & 7);
            int taken = Math.Min(8 - offset, bits - done);
            int part = (int)(value >> done) & ((1 << taken) - 1);
            bytes[(int)((position + done) >> 3)] |= (byte)(part << offset);
            done += taken;
        }
    }
}
