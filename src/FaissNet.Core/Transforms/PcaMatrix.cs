namespace FaissNet;

/// <summary>
/// Projects onto the directions in which the sample varies most (principal components), after subtracting its mean; the components may be scaled, rotated
/// at random, or dealt out evenly among bins. FAISS: <c>PCAMatrix</c>, <c>PCA[W][R]{d}</c>.
/// </summary>
/// <remarks>
/// As in FAISS, eigenvalues are sums over the sample, not divided by its size. Eigenvectors have the sign that the decomposition gives them, which need not be
/// that of FAISS's; distances do not depend on it. A whitening (an eigen power other than 0) cannot be reversed.
/// </remarks>
public sealed partial class PcaMatrix : LinearTransform
{
    private const float Whitening = -0.5f;

    private float[] _mean = [];
    private float[] _eigenvalues = [];
    private float[] _components = [];

    /// <summary>A projection to be trained.</summary>
    /// <param name="inputDimension">Components of a vector that goes in.</param>
    /// <param name="outputDimension">Components of a vector that comes out, at most as many.</param>
    /// <param name="eigenPower">The power of its eigenvalue by which a component is scaled: 0 not at all, −0.5 to equal variance (whitening).</param>
    /// <param name="randomRotation">Whether the components are rotated at random afterwards, so that all carry about as much.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is out of range, or the power is not finite.</exception>
    /// <exception cref="ArgumentException">More components come out than go in.</exception>
    public PcaMatrix(int inputDimension, int outputDimension, float eigenPower = 0, bool randomRotation = false)
        : this(inputDimension, outputDimension, eigenPower, randomRotation, hasBias: true)
    {
        if (!float.IsFinite(eigenPower))
            throw new ArgumentOutOfRangeException(nameof(eigenPower), eigenPower, "The eigen power must be finite.");
        if (outputDimension > inputDimension)
        {
            throw new ArgumentException(
                $"Vectors of {inputDimension} components do not have {outputDimension} principal components.", nameof(outputDimension));
        }
    }

    internal PcaMatrix(int inputDimension, int outputDimension, float eigenPower, bool randomRotation, bool hasBias)
        : base(inputDimension, outputDimension, hasBias)
    {
        EigenPower = eigenPower;
        RandomRotation = randomRotation;
    }

    /// <summary>The power of its eigenvalue by which a component is scaled. FAISS: <c>eigen_power</c>.</summary>
    public float EigenPower { get; }

    /// <summary>Whether the components are rotated at random. FAISS: <c>random_rotation</c>.</summary>
    public bool RandomRotation { get; }

    /// <summary>Added to an eigenvalue before it is raised to the power. Default 0. FAISS: <c>epsilon</c>.</summary>
    public float Epsilon { get; init; }

    /// <summary>
    /// Into how many bins the components are dealt, so that the sums of their eigenvalues are about equal; 0 (the default) keeps their order. A divisor of the
    /// number of components; not together with a random rotation. FAISS: <c>balanced_bins</c>.
    /// </summary>
    public int BalancedBins { get; init; }

    /// <summary>Training vectors per input component at most; of more a random sample is taken. Default 1,000. FAISS: <c>max_points_per_d</c>.</summary>
    public int MaxPointsPerDimension { get; init; } = 1000;

    /// <summary>The mean of the sample; empty while untrained.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>The eigenvalues, largest first: sums of squares along the components over the sample; empty while untrained.</summary>
    public ReadOnlySpan<float> Eigenvalues => _eigenvalues;

    /// <summary>
    /// All principal components as rows of <see cref="VectorTransform.InputDimension"/> values; as many as there were training vectors, if those were fewer
    /// than input components. Empty while untrained. FAISS: <c>PCAMat</c>.
    /// </summary>
    public ReadOnlySpan<float> Components => _components;

    /// <inheritdoc/>
    public override string Description
        => $"PCA{(EigenPower == Whitening ? "W" : "")}{(RandomRotation ? "R" : "")}{OutputDimension}";

    /// <summary>Takes over what a training found, as it stands in a file.</summary>
    internal void SetComponents(float[] mean, float[] eigenvalues, float[] components)
        => (_mean, _eigenvalues, _components) = (mean, eigenvalues, components);

    internal override void Forget()
    {
        SetComponents([], [], []);
        base.Forget();
    }
}
