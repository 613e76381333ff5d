namespace FaissNet;

/// <summary>How an index stores the components of its vectors, and how it finds their ranges.</summary>
public sealed record ScalarQuantizerOptions
{
    /// <summary>How a component is stored. Default <see cref="ScalarQuantizerType.EightBit"/>. FAISS: <c>qtype</c>.</summary>
    public ScalarQuantizerType Type { get; init; } = ScalarQuantizerType.EightBit;

    /// <summary>
    /// How training finds the range of values. Outliers stretch the default, <see cref="RangeStat.MinMax"/>; the others leave them out. FAISS:
    /// <c>rangestat</c>.
    /// </summary>
    public RangeStat RangeStat { get; init; } = RangeStat.MinMax;

    /// <summary>
    /// The parameter of <see cref="RangeStat"/>, finite: the margin (0 or more) of min-max, the number of standard deviations, or the quantile
    /// (0 to 0.5) that is left out on each side. Default 0. FAISS: <c>rangestat_arg</c>.
    /// </summary>
    public float RangeStatArg { get; init; }

    internal ScalarQuantizer Create(int dimension) => new(dimension, Type, RangeStat, RangeStatArg);
}
