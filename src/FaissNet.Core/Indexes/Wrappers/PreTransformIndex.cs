namespace FaissNet;

/// <summary>
/// Puts transforms in front of an index: vectors pass through them before they are stored, queries before they are compared. FAISS:
/// <c>IndexPreTransform</c>.
/// </summary>
/// <remarks>
/// Distances are those between transformed vectors. Reconstruction and decoding go back through the transforms and are possible where all of them
/// can be reversed (<see cref="VectorTransform.CanReverse"/>). A batch is transformed as a whole, which takes n × d floats beside it.
/// </remarks>
public sealed partial class PreTransformIndex : VectorIndex
{
    private TransformChain _chain;

    /// <summary>Puts transforms in front of an index; all become part of this index.</summary>
    /// <param name="inner">The index that holds the transformed vectors.</param>
    /// <param name="transforms">At least one, in the order in which they are applied.</param>
    /// <exception cref="ArgumentException">There is no transform, dimensions do not match, a <see cref="ModalityTransform"/> or
    /// <see cref="QueryAwareTransform"/> would stand in front of an index that compares by L2 and not by signs, or the index holds vectors that an untrained transform
    /// cannot have made.</exception>
    public PreTransformIndex(VectorIndex inner, params ReadOnlySpan<VectorTransform> transforms)
        : this(inner, new TransformChain(transforms))
    {
    }

    /// <summary>Puts a chain in front of an index; both become part of this index.</summary>
    /// <param name="inner">The index that holds the transformed vectors.</param>
    /// <param name="transform">The chain.</param>
    /// <inheritdoc cref="PreTransformIndex(VectorIndex, ReadOnlySpan{VectorTransform})" path="/exception"/>
    public PreTransformIndex(VectorIndex inner, TransformChain transform)
        : base(Checked(inner, transform).InputDimension, inner.Metric)
    {
        Inner = inner;
        _chain = transform;
    }

    /// <summary>The transforms, in the order in which they are applied.</summary>
    public IReadOnlyList<VectorTransform> Transforms => _chain.Transforms;

    /// <summary>The index that holds the transformed vectors.</summary>
    public VectorIndex Inner { get; }

    /// <summary>Whether every transform can be reversed, without which vectors cannot be reconstructed or decoded.</summary>
    public bool CanReconstruct => _chain.CanReverse;

    /// <inheritdoc/>
    public override long Count => Inner.Count;

    /// <inheritdoc/>
    public override bool IsTrained => _chain.IsTrained && Inner.IsTrained;

    /// <inheritdoc/>
    public override int CodeSize => Inner.CodeSize;

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            string inner = Inner.Description;
            // What FAISS's grammar takes off a string before it looks for transforms would otherwise be put around this index.
            string shown = Inner is RefineIndex or BinaryRerankIndex or IdMapIndex or PreTransformIndex ? $"({inner})" : inner;
            return $"{_chain.DescribeBefore(inner)},{shown}";
        }
    }

    internal override VectorIndex Store => Inner.Store;

    private protected override void DisposeCore() => Inner.Dispose();

    private static TransformChain Checked(VectorIndex inner, TransformChain transform)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(transform);
        if (transform.OutputDimension != inner.Dimension)
        {
            throw new ArgumentException(
                $"{transform} gives vectors of {transform.OutputDimension} components, but {inner} takes {inner.Dimension}.", nameof(transform));
        }
        if (transform.KeepsOnlyInnerProducts && inner.Metric == Metric.L2 && inner.Store is not LshIndex)
        {
            throw new ArgumentException(
                $"{transform} may not stand in front of {inner}: it moves queries and stored vectors apart, which L2 distances do not survive. "
                + "Use the inner product, or signs (LSH).", nameof(transform));
        }
        if (inner.Count > 0 && !transform.IsTrained)
            throw new ArgumentException($"{inner} holds vectors already, which the untrained {transform} cannot have made.", nameof(inner));
        return transform;
    }
}
