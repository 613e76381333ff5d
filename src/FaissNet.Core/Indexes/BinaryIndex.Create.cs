using FaissNet.Factory;

namespace FaissNet;

public abstract partial class BinaryIndex
{
    /// <summary>
    /// Makes an empty binary index of the C# engine from a FAISS factory string: <c>BFlat</c>, <c>BIVF{n}</c>, <c>BHash{b}</c>, <c>BHash{n}x{b}</c>, also with
    /// <c>IDMap,</c> or <c>IDMap2,</c> in front.
    /// </summary>
    /// <param name="dimension">Number of bits of a vector, a multiple of 8.</param>
    /// <param name="description">The factory string.</param>
    /// <exception cref="ArgumentException">The string is not one of FAISS's, or does not fit the dimension.</exception>
    /// <exception cref="NotSupportedException">FAISS knows the string, but the C# engine does not.</exception>
    public static BinaryIndex Create(int dimension, string description) => IndexFactory.CreateBinary(dimension, description);
}
