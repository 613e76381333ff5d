using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Vectors whose components are cut to a few bits each, compared one by one: a quarter (8 bits) to an eighth (4 bits) of the memory of
/// <see cref="FlatIndex"/>. The query stays a float vector. FAISS: <c>IndexScalarQuantizer</c>.
/// </summary>
/// <remarks>The layout of codes is that of <see cref="ScalarQuantizer"/>.</remarks>
public sealed partial class ScalarQuantizerIndex : FlatCodesIndex
{
    /// <summary>An empty index; types with ranges must be trained.</summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="type">How a component is stored.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not one that exists.</exception>
    public ScalarQuantizerIndex(int dimension, ScalarQuantizerType type = ScalarQuantizerType.EightBit, Metric metric = Metric.L2)
        : this(new ScalarQuantizer(dimension, type), metric)
    {
    }

    /// <summary>An empty index with ranges found in the caller's way.</summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="options">How components are stored, and how training finds their ranges.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not one that exists.</exception>
    public ScalarQuantizerIndex(int dimension, ScalarQuantizerOptions options, Metric metric = Metric.L2)
        : this(Guard.NotNull(options).Create(dimension), metric)
    {
    }

    internal ScalarQuantizerIndex(ScalarQuantizer quantizer, Metric metric)
        : base(quantizer.Dimension, metric, new CodeLayout(quantizer.CodeSize, isTransposed: false))
    {
        Quantizer = quantizer;
    }

    /// <summary>What encodes the vectors. It belongs to this index; train it through the index.</summary>
    public ScalarQuantizer Quantizer { get; }

    /// <inheritdoc/>
    public override bool IsTrained => Quantizer.IsTrained;

    /// <inheritdoc/>
    public override string Description => ScalarQuantizerNames.Of(Quantizer.Type);
}
