namespace FaissNet;

internal sealed class BitmapIdFilter(byte[] bits) : IdFilter
{
    public byte[] Bits { get; } = bits;

    public override bool Contains(long id)
    {
        ulong at = (ulong)id >> 3;
        return at < (ulong)Bits.Length && (Bits[at] >> ((int)id & 7) & 1) != 0;
    }
}
