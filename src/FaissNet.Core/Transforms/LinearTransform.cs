using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// y = A·x + b. What FAISS's rotations and projections come to once they are trained, and what it reads an OPQ rotation back as. FAISS:
/// <c>LinearTransform</c>.
/// </summary>
/// <remarks>
/// It can be reversed, by x = Aᵀ(y − b), where the rows of A are orthonormal, or the columns where there are fewer of them. FAISS's own reader takes
/// every matrix for orthonormal and reverses a whitening to wrong vectors; here the matrix itself is looked at.
/// </remarks>
public partial class LinearTransform : VectorTransform
{
    private float[] _matrix = [];
    private float[] _bias = [];

    /// <summary>A transform with a given matrix.</summary>
    /// <param name="inputDimension">Columns of the matrix.</param>
    /// <param name="outputDimension">Rows of the matrix.</param>
    /// <param name="matrix">A, rows × columns, row-major.</param>
    /// <param name="bias">b, one value per row, or empty for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is out of range.</exception>
    /// <exception cref="ArgumentException">Lengths do not match, or a value is not finite.</exception>
    public LinearTransform(int inputDimension, int outputDimension, ReadOnlySpan<float> matrix, ReadOnlySpan<float> bias = default)
        : this(inputDimension, outputDimension, hasBias: !bias.IsEmpty)
    {
        Guard.Length(matrix.Length, (long)inputDimension * outputDimension, "the matrix, outputs × inputs", nameof(matrix));
        Guard.Finite(matrix, inputDimension, nameof(matrix));
        if (HasBias)
            Guard.Length(bias.Length, outputDimension, "the bias, one per output", nameof(bias));
        Guard.Finite(bias, outputDimension, nameof(bias));
        SetMatrix(matrix.ToArray(), bias.ToArray());
    }

    internal LinearTransform(int inputDimension, int outputDimension, bool hasBias)
        : base(inputDimension, outputDimension)
    {
        HasBias = hasBias;
    }

    /// <summary>Whether b is added. FAISS: <c>have_bias</c>.</summary>
    public bool HasBias { get; }

    /// <summary>A, <see cref="VectorTransform.OutputDimension"/> × <see cref="VectorTransform.InputDimension"/>, row-major; empty while untrained.</summary>
    public ReadOnlySpan<float> Matrix => _matrix;

    /// <summary>b; empty while untrained and where there is none.</summary>
    public ReadOnlySpan<float> Bias => _bias;

    /// <inheritdoc/>
    public override bool IsTrained => _matrix.Length > 0;

    /// <summary>Whether A keeps angles and lengths (of what it does not drop). Looked up when first asked for.</summary>
    public sealed override bool CanReverse => IsTrained && IsOrthonormal();

    /// <inheritdoc/>
    public override string Description => $"Linear{OutputDimension}";

    /// <summary>Takes over a matrix and a bias, as they stand in a file or come out of a training.</summary>
    internal void SetMatrix(float[] matrix, float[] bias)
    {
        _matrix = matrix;
        _bias = bias;
        Repack();
    }

    internal override void Train(Rows<float> vectors, BuildOptions options)
        => Guard.Trained(IsTrained, nameof(LinearTransform));

    internal override void Forget() => SetMatrix([], []);

    internal override bool IsSameAs(VectorTransform other)
        => other is LinearTransform linear && Matrix.SequenceEqual(linear.Matrix) && Bias.SequenceEqual(linear.Bias);

    /// <summary>FAISS writes OPQ as a plain matrix; what kind of code follows tells for how many slices it was made.</summary>
    internal override string DescribeBefore(string following)
    {
        if (GetType() != typeof(LinearTransform) || HasBias || !CanReverse || SlicesOf(following) is not { } slices)
            return Description;
        return OutputDimension == InputDimension ? $"OPQ{slices}" : $"OPQ{slices}_{OutputDimension}";
    }

    internal static string? SlicesOf(string following)
    {
        int at = following.IndexOf("PQ", StringComparison.Ordinal) + "PQ".Length;
        int end = at;
        while (at >= "PQ".Length && end < following.Length && char.IsAsciiDigit(following[end]))
            end++;
        return at < "PQ".Length || end == at ? null : following[at..end];
    }
}
