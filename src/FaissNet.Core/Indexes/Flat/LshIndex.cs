using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Vectors as sign bits, compared one by one by Hamming distance: one bit per component, of the vector itself or of a random rotation of it. FAISS:
/// <c>IndexLSH</c>, <c>LSH[{nbits}][r][t]</c>.
/// </summary>
/// <remarks>
/// <para>Bit i is bit i mod 8, lowest first, of byte i / 8, set where component i reaches its threshold; bits after the last are zero. Distances are the
/// numbers of differing bits. The metric is always <see cref="Metric.L2"/>: smaller is nearer.</para>
/// <para>A code comes back as threshold ± 1 in each component, rotated back; components that no bit stands for as 0.</para>
/// </remarks>
public sealed partial class LshIndex : FlatCodesIndex
{
    /// <summary>FAISS's seed of the rotation.</summary>
    private const int RotationSeed = 5;

    /// <summary>An empty index, ready unless it learns thresholds.</summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="nBits">Bits of a code; at most as many as components unless they are rotated.</param>
    /// <param name="rotateData">Whether components are rotated at random first. FAISS: <c>rotate_data</c>, <c>r</c>.</param>
    /// <param name="trainThresholds">Whether thresholds are the medians of a sample, so that each bit is set in half of it; else they are 0. FAISS:
    /// <c>train_thresholds</c>, <c>t</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There are more bits than components without a rotation.</exception>
    public LshIndex(int dimension, int nBits, bool rotateData = false, bool trainThresholds = false)
        : this(CheckedRotation(dimension, nBits, rotateData), rotateData, trainThresholds)
    {
    }

    internal LshIndex(RandomRotationMatrix rotation, bool rotateData, bool trainThresholds)
        : base(rotation.InputDimension, Metric.L2, new CodeLayout((rotation.OutputDimension + 7) / 8, isTransposed: true), canMapRows: true)
    {
        Rotation = rotation;
        RotateData = rotateData;
        TrainThresholds = trainThresholds;
        Quantizer = new SignQuantizer(NBits, trainThresholds ? SignThreshold.Median : SignThreshold.Zero);
    }

    /// <summary>Bits of a code.</summary>
    public int NBits => Rotation.OutputDimension;

    /// <summary>Whether components are rotated at random first.</summary>
    public bool RotateData { get; }

    /// <summary>Whether thresholds are learned.</summary>
    public bool TrainThresholds { get; }

    /// <summary>What the components are compared with, one per bit; empty while untrained and where all are 0.</summary>
    public ReadOnlySpan<float> Thresholds => TrainThresholds ? Quantizer.Thresholds : [];

    /// <inheritdoc/>
    public override bool IsTrained => Quantizer.IsTrained && (Rotation.IsTrained || !RotateData);

    /// <inheritdoc/>
    public override string Description
        => $"LSH{(NBits == Dimension ? "" : NBits)}{(RotateData ? "r" : "")}{(TrainThresholds ? "t" : "")}";

    /// <summary>The rotation; without a matrix where there is none.</summary>
    internal RandomRotationMatrix Rotation { get; }

    /// <summary>Makes bits of components.</summary>
    internal SignQuantizer Quantizer { get; }

    private static RandomRotationMatrix CheckedRotation(int dimension, int nBits, bool rotateData)
    {
        Guard.Dimension(dimension);
        Guard.Dimension(nBits);
        if (!rotateData && nBits > dimension)
            throw new ArgumentException($"{dimension} components give no {nBits} bits without a rotation.", nameof(nBits));
        return rotateData ? new RandomRotationMatrix(dimension, nBits, RotationSeed) : new RandomRotationMatrix(dimension, nBits);
    }
}
