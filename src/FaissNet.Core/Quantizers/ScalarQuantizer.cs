using FaissNet.Kernels;

namespace FaissNet;

/// <summary>
/// Stores each component on its own in 4, 6 or 8 bits or as a short float. Integer codes count steps inside a range that training finds,
/// per dimension or for all dimensions together. FAISS: <c>ScalarQuantizer</c>, whose codes and training it reproduces.
/// </summary>
/// <remarks>
/// Layout of a code: 8 bits, byte i is component i; 4 bits, component i is in byte i / 2, an even i in the low half; 6 bits, one string of bits,
/// lowest bit of the first byte first; half precision and bfloat16, little-endian words; direct, the number itself, signed plus 128.
/// With N = 255, 63 or 15 a component x becomes ⌊N · (x − low) / (high − low)⌋, clamped to the range, and comes back as the middle of its step,
/// low + (high − low) · (code + ½) / N. It is cut, not rounded, so only x = high gets the code N.
/// </remarks>
public sealed partial class ScalarQuantizer : Quantizer
{
    private RangeStat _rangeStat;
    private float _rangeStatArg;
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
        RangeStat = rangeStat;
        RangeStatArg = rangeStatArg;
        Type = type;
        CodeSize = ScalarCodeView.SizeOf(Format, dimension);
    }

    /// <summary>How a component is stored.</summary>
    public ScalarQuantizerType Type { get; }

    /// <summary>
    /// How training finds the range of values; set it before training, which it changes nothing about afterwards. Default
    /// <see cref="RangeStat.MinMax"/>. FAISS: <c>rangestat</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enumeration.</exception>
    public RangeStat RangeStat
    {
        get => _rangeStat;
        set => _rangeStat = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The statistic must be one of RangeStat.");
    }

    /// <summary>The parameter of <see cref="RangeStat"/>, finite; default 0. FAISS: <c>rangestat_arg</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public float RangeStatArg
    {
        get => _rangeStatArg;
        set => _rangeStatArg = float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The parameter of the statistic must be finite.");
    }

    /// <inheritdoc/>
    public override int CodeSize { get; }

    /// <inheritdoc/>
    public override bool IsTrained => _trained.Length == TrainedLength;

    /// <summary>
    /// The ranges as FAISS keeps them: d times low, then d times high − low; one of each where all dimensions share a range. Empty while untrained
    /// and for types that need no training.
    /// </summary>
    public ReadOnlySpan<float> Trained => _trained;

    /// <summary>How the components stand in a code.</summary>
    internal ScalarCodeFormat Format => Type switch
    {
        ScalarQuantizerType.FourBit or ScalarQuantizerType.FourBitUniform => ScalarCodeFormat.Nibbles,
        ScalarQuantizerType.SixBit => ScalarCodeFormat.SixBits,
        ScalarQuantizerType.Float16 => ScalarCodeFormat.Halves,
        ScalarQuantizerType.BFloat16 => ScalarCodeFormat.BFloats,
        _ => ScalarCodeFormat.Bytes,
    };

    /// <summary>Bits per component, where a component is a number of steps.</summary>
    internal int Bits => Format switch
    {
        ScalarCodeFormat.Nibbles => 4,
        ScalarCodeFormat.SixBits => 6,
        _ => 8,
    };

    /// <summary>Whether all dimensions share one range.</summary>
    internal bool IsUniform => Type is ScalarQuantizerType.EightBitUniform or ScalarQuantizerType.FourBitUniform;

    /// <summary>Whether training finds ranges.</summary>
    internal bool HasRanges => Type is ScalarQuantizerType.EightBit or ScalarQuantizerType.SixBit or ScalarQuantizerType.FourBit || IsUniform;

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
