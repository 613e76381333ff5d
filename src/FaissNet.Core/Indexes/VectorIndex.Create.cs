using FaissNet.Factory;

namespace FaissNet;

public abstract partial class VectorIndex
{
    /// <summary>
    /// Makes an empty index of the C# engine from a FAISS factory string: <c>Flat</c>, <c>SQ8</c> (also <c>SQ6</c>, <c>SQ4</c>, <c>SQfp16</c>,
    /// <c>SQ8_direct</c>), <c>PQ{M}[x{nbits}][np]</c>, <c>PQ{M}x4fs</c>, <c>IVF{n},</c> in front of any of these (n may end in k or M), <c>,RFlat</c> or
    /// <c>,Refine(…)</c> behind, <c>IDMap</c> or <c>IDMap2</c> before or behind all.
    /// </summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="description">The factory string.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <exception cref="ArgumentException">The string is not one of FAISS's, or does not fit the dimension; the sentence says where.</exception>
    /// <exception cref="NotSupportedException">FAISS knows the string, but the C# engine does not.</exception>
    public static VectorIndex Create(int dimension, string description, Metric metric = Metric.L2)
        => IndexFactory.Create(dimension, description, metric);
}
