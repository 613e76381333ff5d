namespace FaissNet.Kernels;

/// <summary>The operations on bytes, 16-bit words and 32-bit integers in one vector that <see cref="SignSums"/> needs.</summary>
/// <typeparam name="TVector">A 128-, 256- or 512-bit vector of bytes.</typeparam>
internal unsafe interface ISignLanes<TVector>
    where TVector : struct
{
    /// <summary>Bytes per vector.</summary>
    static abstract int Width { get; }

    /// <summary>All bits zero.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Reads <see cref="Width"/> bytes.</summary>
    static abstract TVector Load(byte* source);

    /// <summary>For each byte the entry of a table of 16 that its low four bits name.</summary>
    static abstract TVector LookUpLow(byte* table, TVector codes);

    /// <summary>For each byte the entry of a table of 16 that its high four bits name.</summary>
    static abstract TVector LookUpHigh(byte* table, TVector codes);

    /// <summary>left + right, byte by byte.</summary>
    static abstract TVector AddBytes(TVector left, TVector right);

    /// <summary>Adds the bytes 0, 2, 4… to words.</summary>
    static abstract TVector AddEven(TVector words, TVector bytes);

    /// <summary>Adds the bytes 1, 3, 5… to words.</summary>
    static abstract TVector AddOdd(TVector words, TVector bytes);

    /// <summary>Adds the words 0, 2, 4… times 2^<paramref name="shift"/> to 32-bit integers.</summary>
    static abstract TVector AddLowWords(TVector integers, TVector words, int shift);

    /// <summary>Adds the words 1, 3, 5… times 2^<paramref name="shift"/> to 32-bit integers.</summary>
    static abstract TVector AddHighWords(TVector integers, TVector words, int shift);

    /// <summary>Converts 32-bit integers to floats and writes them.</summary>
    static abstract void StoreAsFloats(TVector integers, float* destination);
}
