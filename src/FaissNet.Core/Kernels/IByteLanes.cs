namespace FaissNet.Kernels;

/// <summary>
/// The operations on bytes that table look-ups of 4-bit codes need, so that a body is written once and compiled per width. Everything stays inside
/// pieces of 16 bytes. Words are pairs of bytes, in the same vectors.
/// </summary>
/// <typeparam name="TVector">A 128-, 256- or 512-bit vector of bytes.</typeparam>
internal unsafe interface IByteLanes<TVector>
    where TVector : struct
{
    /// <summary>Bytes per vector.</summary>
    static abstract int Width { get; }

    /// <summary>All bytes zero.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Reads <see cref="Width"/> bytes; no alignment is needed.</summary>
    static abstract TVector Load(byte* source);

    /// <summary>Writes <see cref="Width"/> bytes.</summary>
    static abstract void Store(TVector value, byte* destination);

    /// <summary>Reads 16 bytes into every piece.</summary>
    static abstract TVector LoadTable(byte* source);

    /// <summary>All bytes equal to <paramref name="value"/>.</summary>
    static abstract TVector Broadcast(byte value);

    /// <summary>All words equal to <paramref name="value"/>.</summary>
    static abstract TVector BroadcastWord(ushort value);

    /// <summary>The low half of each byte.</summary>
    static abstract TVector LowHalves(TVector value);

    /// <summary>The high half of each byte.</summary>
    static abstract TVector HighHalves(TVector value);

    /// <summary>For each byte of <paramref name="indices"/>, all below 16, that entry of its piece of <paramref name="table"/>.</summary>
    static abstract TVector Lookup(TVector table, TVector indices);

    /// <summary>left + right in bytes, at most 255.</summary>
    static abstract TVector AddBytes(TVector left, TVector right);

    /// <summary>left + right in words, at most 65,535.</summary>
    static abstract TVector AddWords(TVector left, TVector right);

    /// <summary>The even bytes as words.</summary>
    static abstract TVector EvenBytes(TVector value);

    /// <summary>The odd bytes as words.</summary>
    static abstract TVector OddBytes(TVector value);

    /// <summary>One bit per byte of value &lt; limit, byte 0 lowest.</summary>
    static abstract ulong BytesBelow(TVector value, TVector limit);

    /// <summary>The same for words of which one vector stands for the even and one for the odd bytes.</summary>
    static abstract ulong WordsBelow(TVector even, TVector odd, TVector limit);

    /// <summary>Each byte · factor / 2¹⁶, rounded down, where <paramref name="factor"/> are words below 2¹⁶.</summary>
    static abstract TVector Scale(TVector value, TVector factor);
}
