namespace FaissNet.Kernels;

/// <summary>Reading the components of scalar codes. A vector begins where a component begins a byte.</summary>
internal unsafe partial interface ILanes<TVector>
{
    /// <summary>Converts <see cref="Width"/> 4-bit numbers, two per byte, the low half first, from component <paramref name="k"/> of a code on.</summary>
    static abstract TVector LoadNibbles(byte* code, int k);

    /// <summary>Converts <see cref="Width"/> 6-bit numbers, a string of bits, from component <paramref name="k"/> of a code on.</summary>
    static abstract TVector LoadSixBits(byte* code, int k);

    /// <summary>Converts <see cref="Width"/> half-precision numbers.</summary>
    static abstract TVector LoadHalves(ushort* source);

    /// <summary>Converts <see cref="Width"/> numbers that are the upper halves of floats.</summary>
    static abstract TVector LoadBFloats(ushort* source);
}
