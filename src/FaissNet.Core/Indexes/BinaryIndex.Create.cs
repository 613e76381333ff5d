using FaissNet.Factory;

namespace FaissNet;

public abstract partial class BinaryIndex
{
    /// <summary>Makes an empty binary index of the C# engine from a FAISS factory string: <c>BFlat</c>.</summary>
    /// <param name="dimension">Number of bits of a vector, a multiple of 8.</param>
    /// <param name="description">The factory string.</param>
    /// <exception cref="ArgumentException">The string is not one of FAISS's.</exception>
    /// <exception cref="NotSupportedException">FAISS knows the string, but the C# engine does not.</exception>
    public static BinaryIndex Create(int dimension, string description) => IndexFactory.CreateBinary(dimension, description);
}
