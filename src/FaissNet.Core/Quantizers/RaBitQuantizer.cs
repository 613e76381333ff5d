using FaissNet.Kernels;

namespace FaissNet;

/// <summary>
/// One sign per component of a vector's difference to a centre, with two factors that turn the signs into an unbiased estimate of distances, and
/// optionally up to eight finer bits per component (Gao and Long, "RaBitQ", 2024; Gao et al., "Practical and Asymptotically Optimal Quantization",
/// 2025). Rotate vectors first, so that their components are alike: <c>RR,…</c> or <c>HR,…</c>. FAISS: <c>RaBitQuantizer</c>.
/// </summary>
/// <remarks>
/// <para>
/// With r = x − c, a code is ⌈d / 8⌉ bytes of signs, bit i mod 8 of byte i / 8 being rᵢ &gt; 0, and little-endian floats without alignment: with 1
/// bit ‖r‖² (less ‖x‖² for the inner product) and ‖r‖² · √d / Σ|rᵢ|; with 2 to 9 bits a bound of the error as third, then the finer bits, nb − 1 per
/// component, lowest bit first, and two more floats: what is added to and what multiplies the product of a query with the finer code.
/// </para>
/// <para>
/// <see cref="Quantizer.Decode(ReadOnlySpan{byte}, Span{float}, BuildOptions)"/> uses the signs alone, as FAISS does: cᵢ ± ‖r‖² / Σ|rᵢ|. Distances
/// come from an index: <see cref="RaBitQIndex"/>, <see cref="IvfRaBitQIndex"/>.
/// </para>
/// </remarks>
public sealed partial class RaBitQuantizer : Quantizer
{
    /// <summary>The most bits of a component.</summary>
    public const int MaxBits = 9;

    /// <summary>The most bits to which searches round a component of the query.</summary>
    public const int MaxQueryBits = 8;

    private float[] _center = [];

    /// <summary>A quantizer to be trained, which finds the centre.</summary>
    /// <param name="dimension">Components of a vector: d.</param>
    /// <param name="bits">Bits per component, 1 to 9. FAISS: <c>nb_bits</c>.</param>
    /// <param name="metric">What distances the factors are made for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public RaBitQuantizer(int dimension, int bits = 1, Metric metric = Metric.L2)
        : base(dimension)
    {
        if (bits is < 1 or > MaxBits)
            throw new ArgumentOutOfRangeException(nameof(bits), bits, $"The bits per component must be between 1 and {MaxBits}.");
        Bits = bits;
        Metric = Guard.Metric(metric);
        Shape = ShapeOf(dimension, bits);
    }

    /// <summary>Bits per component. FAISS: <c>nb_bits</c>.</summary>
    public int Bits { get; }

    /// <summary>What distances the factors are made for.</summary>
    public Metric Metric { get; }

    /// <inheritdoc/>
    public override int CodeSize => Shape.CodeSize;

    /// <inheritdoc/>
    public override bool IsTrained => _center.Length > 0;

    /// <summary>What vectors are compared with, d values: the mean of the training sample. Empty while untrained. FAISS: <c>center</c>.</summary>
    public ReadOnlySpan<float> Center => _center;

    /// <summary>The parts of a code.</summary>
    internal SignShape Shape { get; }

    /// <summary>Bits per component behind the signs.</summary>
    internal int ExtraBits => Bits - 1;

    /// <summary>The parts of a code of so many bits.</summary>
    internal static SignShape ShapeOf(int dimension, int bits)
    {
        int extra = (int)(((long)dimension * (bits - 1) + 7) / 8);
        return new SignShape((dimension + 7) / 8, bits == 1 ? 2 : 3, bits == 1 ? 0 : extra + 2 * sizeof(float));
    }

    /// <summary>Why codes of one quantizer mean something else to the other, or null.</summary>
    internal string? DifferenceFrom(RaBitQuantizer other)
        => Bits != other.Bits ? "the bits per component must be equal"
            : !Center.SequenceEqual(other.Center) ? "the centres must be equal"
            : null;

    /// <summary>Takes over a centre, as it stands in a file; an empty span leaves the quantizer untrained.</summary>
    internal void SetCenter(ReadOnlySpan<float> center)
    {
        if (center.Length != 0 && center.Length != Dimension)
            throw new ArgumentException($"Expected a centre of {Dimension} values, but got {center.Length}.", nameof(center));
        _center = center.ToArray();
    }
}
