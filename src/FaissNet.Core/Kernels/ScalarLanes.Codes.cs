namespace FaissNet.Kernels;

internal readonly unsafe partial struct ScalarLanes
{
    /// <inheritdoc/>
    public static float LoadNibbles(byte* code, int k) => (code[k >> 1] >> (4 * (k & 1))) & 15;

    /// <inheritdoc/>
    public static float LoadSixBits(byte* code, int k)
    {
        // Four components take three bytes; only the middle two of them cross a byte.
        byte* group = code + (k >> 2) * 3;
        return (k & 3) switch
        {
            0 => group[0] & 63,
            1 => (group[0] >> 6) | ((group[1] & 15) << 2),
            2 => (group[1] >> 4) | ((group[2] & 3) << 4),
            _ => group[2] >> 2,
        };
    }

    /// <inheritdoc/>
    public static float LoadHalves(ushort* source) => (float)BitConverter.UInt16BitsToHalf(*source);

    /// <inheritdoc/>
    public static float LoadBFloats(ushort* source) => BitConverter.UInt32BitsToSingle((uint)*source << 16);
}
