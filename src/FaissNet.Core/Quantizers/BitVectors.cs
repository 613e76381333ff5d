using FaissNet.Storage;

namespace FaissNet.Quantizers;

/// <summary>Packed bits as vectors of ±1 and back: bit i of a row is bit i % 8, lowest first, of byte i / 8.</summary>
internal static class BitVectors
{
    private static readonly float[] s_bytes = MakeBytes();

    /// <summary>1 for a set bit, −1 for another.</summary>
    public static void Expand(ReadOnlySpan<byte> bits, Span<float> vector)
    {
        for (int b = 0; b < bits.Length; b++)
            s_bytes.AsSpan(8 * bits[b], 8).CopyTo(vector[(8 * b)..]);
    }

    /// <summary>Expands rows of n × d / 8 bytes into n × d.</summary>
    public static void Expand(Rows<byte> bits, Rows<float> vectors)
    {
        for (long i = 0; i < bits.Count; i++)
            Expand(bits[i], vectors[i]);
    }

    /// <summary>A bit for each component that is above 0, which is how FAISS makes bits of the centroids of a binary inverted file.</summary>
    public static void PackPositive(ReadOnlySpan<float> vector, Span<byte> bits)
    {
        bits.Clear();
        for (int i = 0; i < vector.Length; i++)
        {
            if (vector[i] > 0)
                bits[i >> 3] |= (byte)(1 << (i & 7));
        }
    }

    private static float[] MakeBytes()
    {
        var table = new float[256 * 8];
        for (int i = 0; i < table.Length; i++)
            table[i] = ((i >> 3) >> (i & 7) & 1) == 1 ? 1 : -1;
        return table;
    }
}
