using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// A rotation after which the signs of the components lose least: training takes turns between the signs and the rotation that brings vectors
/// nearest to them (Gong and Lazebnik, "Iterative quantization", 2011). FAISS: <c>ITQMatrix</c>.
/// </summary>
/// <remarks>
/// FAISS multiplies the factors of its singular value decomposition in an order that makes the result depend on the signs that LAPACK gave them; this
/// takes the order of the paper, which solves the problem. The matrices differ from FAISS's, files and codes mean the same.
/// </remarks>
public sealed class ItqMatrix : LinearTransform
{
    /// <summary>FAISS's seed of the rotation that training starts from.</summary>
    internal const int DefaultSeed = 123;

    private const string Stage = "ITQ rotation";

    /// <summary>A rotation to be trained.</summary>
    /// <param name="dimension">Components of a vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is out of range.</exception>
    public ItqMatrix(int dimension)
        : this(dimension, dimension, hasBias: false)
    {
    }

    internal ItqMatrix(int inputDimension, int outputDimension, bool hasBias)
        : base(inputDimension, outputDimension, hasBias)
    {
    }

    /// <summary>Rounds of training. Default 50. FAISS: <c>max_iter</c>.</summary>
    public int Iterations { get; init; } = 50;

    /// <summary>Seed of the rotation that training starts from. Default 123. FAISS: <c>seed</c>.</summary>
    public int Seed { get; init; } = DefaultSeed;

    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        if (vectors.IsEmpty)
            throw new ArgumentException("Training a rotation takes at least one vector, but none were given.", nameof(vectors));
        if (InputDimension != OutputDimension)
            throw new InvalidOperationException($"A rotation of {InputDimension} to {OutputDimension} components cannot be trained.");
        float[] rotation = RandomRotationMatrix.Create(InputDimension, OutputDimension, Seed, options);
        using var signs = new AlignedBuffer<float>(vectors.Count * OutputDimension);
        Rows<float> rows = signs.AsRows(OutputDimension);
        for (int i = 0; i < Iterations; i++)
        {
            PackedMatrix.MultiplyOnce(rotation, vectors, rows, options);
            for (long j = 0; j < rows.Count; j++)
            {
                foreach (ref float value in rows[j])
                    value = value < 0 ? -1 : 1;
            }
            rotation = Procrustes.Rotation(vectors, rows, options);
            options.Progress?.Report(new BuildProgress(Stage, i + 1, Iterations));
        }
        SetMatrix(rotation, []);
    }
}
