namespace FaissNet;

/// <summary>
/// Stores each component on its own in 4, 6 or 8 bits or as a half-precision float. Integer codes count steps inside a range that training finds,
/// per dimension or for all dimensions together. FAISS: <c>ScalarQuantizer</c>, whose codes and training it reproduces.
/// </summary>
/// <remarks>
/// Layout of a code: 8 bits, byte i is component i; 4 bits, component i is in byte i / 2, an even i in the low half; 6 bits, one string of bits,
/// lowest bit of the first byte first; half precision, little-endian words.
/// With N = 255, 63 or 15 a component x becomes ⌊N · (x − low) / (high − low)⌋, clamped to the range, and comes back as the middle of its step,
/// low + (high − low) · (code + ½) / N. It is cut, not rounded, so only x = high gets the code N.
/// </remarks>
public sealed partial class ScalarQuantizer : Quantizer
{
    private float[] _trained = [];
    private float[] _lows = [];
    private float[] _spans = [];

    /// <summary>A quantizer to be trained, or ready where the type needs no training.</summary>
    /// <param name="dimension">Components of a vector: d.</param>
    /// <param name="type">How a component is stored.</param>
    /// <param name="rangeStat">How training finds the range.</param>
    /// <param name="rangeStatArg">The parameter of <paramref name="rangeStat"/>; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range or not one of the enumeration.</exception>
    public ScalarQuantizer(
        int dimension, ScalarQuantizerType type = ScalarQuantizerType.EightBit, RangeStat rangeStat = RangeStat.MinMax, float rangeStatArg = 0)
        : base(dimension)
    {
        if (!Enum.IsDefined(type))
            throw new ArgumentOutOfRangeException(nameof(type), type, "The type must be one of ScalarQuantizerType.");
        if (!Enum.IsDefined(rangeStat))
            throw new ArgumentOutOfRangeException(nameof(rangeStat), rangeStat, "The statistic must be one of RangeStat.");
        if (!float.IsFinite(rangeStatArg))
            throw new ArgumentOutOfRangeException(nameof(rangeStatArg), rangeStatArg, "The parameter of the statistic must be finite.");
        Type = type;
        RangeStat = rangeStat;
        RangeStatArg = rangeStatArg;
        CodeSize = (int)(((long)dimension * Bits + 7) / 8);
    }

    /// <summary>How a component is stored.</summary>
    public ScalarQuantizerType Type { get; }

    /// <summary>How training finds the range of values.</summary>
    public RangeStat RangeStat { get; }

    /// <summary>The parameter of <see cref="RangeStat"/>.</summary>
    public float RangeStatArg { get; }

    /// <inheritdoc/>
    public override int CodeSize { get; }

    /// <inheritdoc/>
    public override bool IsTrained => _trained.Length == TrainedLength;

    /// <summary>
    /// The ranges as FAISS keeps them: d times low, then d times high − low; one of each where all dimensions share a range. Empty while untrained
    /// and for types that need no training.
    /// </summary>
    public ReadOnlySpan<float> Trained => _trained;

    /// <summary>Bits per component.</summary>
    internal int Bits => Type switch
    {
        ScalarQuantizerType.FourBit or ScalarQuantizerType.FourBitUniform => 4,
        ScalarQuantizerType.SixBit => 6,
        ScalarQuantizerType.Float16 => 16,
        _ => 8,
    };

    /// <summary>Whether all dimensions share one range.</summary>
    internal bool IsUniform => Type is ScalarQuantizerType.EightBitUniform or ScalarQuantizerType.FourBitUniform;

    /// <summary>Whether training finds ranges.</summary>
    internal bool HasRanges => Type is not (ScalarQuantizerType.Float16 or ScalarQuantizerType.EightBitDirect);

    /// <summary>How many values <see cref="Trained"/> has once trained.</summary>
    internal int TrainedLength => !HasRanges ? 0 : IsUniform ? 2 : 2 * Dimension;

    /// <summary>Takes over trained ranges, as they stand in a file; an empty span leaves the quantizer untrained.</summary>
    internal void SetTrained(ReadOnlySpan<float> trained)
    {
        if (trained.Length != 0 && trained.Length != TrainedLength)
            throw new ArgumentException($"Expected {TrainedLength} trained values, but got {trained.Length}.", nameof(trained));
        SetRanges(trained.ToArray());
    }

    /// <summary>Keeps the ranges, and a low end and a span for every dimension even where all share one.</summary>
    private void SetRanges(float[] trained)
    {
        int ranges = trained.Length / 2;
        var lows = new float[Dimension];
        var spans = new float[Dimension];
        for (int i = 0; i < Dimension && ranges > 0; i++)
        {
            lows[i] = trained[i % ranges];
            spans[i] = trained[ranges + i % ranges];
        }
        (_trained, _lows, _spans) = (trained, lows, spans);
    }
}
