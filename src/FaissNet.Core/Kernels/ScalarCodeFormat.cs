namespace FaissNet.Kernels;

/// <summary>How the numbers of a scalar code stand in its bytes.</summary>
internal enum ScalarCodeFormat
{
    /// <summary>A byte per component.</summary>
    Bytes,

    /// <summary>Two components per byte, the first in the low half.</summary>
    Nibbles,

    /// <summary>Four components in three bytes, one string of bits, lowest bit first.</summary>
    SixBits,

    /// <summary>Half-precision floats.</summary>
    Halves,

    /// <summary>The upper halves of floats.</summary>
    BFloats,
}
