using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Keeps the vectors as they are and compares every one: exact, the yardstick for all other types. FAISS: <c>IndexFlatL2</c>,
/// <c>IndexFlatIP</c>.
/// </summary>
/// <remarks>
/// <para>A code is the vector itself, d little-endian floats, 4·d bytes.</para>
/// <para>Fewer than 20 queries are compared directly, Σ (xᵢ − yᵢ)²; more go through ‖x‖² + ‖y‖² − 2⟨x, y⟩ clamped at 0, as in FAISS, which is faster
/// and differs in the last digits.</para>
/// </remarks>
public sealed partial class FlatIndex : FlatCodesIndex
{
    /// <summary>An empty index, ready to add to.</summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension or the metric is not one that exists.</exception>
    public FlatIndex(int dimension, Metric metric = Metric.L2)
        : base(dimension, metric, new CodeLayout(checked(dimension * sizeof(float)), isTransposed: false))
    {
    }

    /// <inheritdoc/>
    public override bool IsTrained => true;

    /// <inheritdoc/>
    public override string Description => "Flat";

    /// <summary>The stored vectors, n × d.</summary>
    internal unsafe Rows<float> Vectors => new((float*)Codes.Pointer, Count, Dimension);
}
