namespace FaissNet.Kernels;

/// <summary>What a scalar code stands for: component k is lows[k] + steps[k] · number k.</summary>
/// <param name="format">How the numbers stand in the bytes.</param>
/// <param name="dimension">Components of a code: d.</param>
/// <param name="lows">d floats.</param>
/// <param name="steps">d floats.</param>
internal readonly unsafe struct ScalarCodeView(ScalarCodeFormat format, int dimension, float* lows, float* steps)
{
    public ScalarCodeFormat Format { get; } = format;

    public int Dimension { get; } = dimension;

    public float* Lows { get; } = lows;

    public float* Steps { get; } = steps;

    /// <summary>Bytes of a code.</summary>
    public int CodeSize => SizeOf(Format, Dimension);

    /// <summary>Bytes of a code.</summary>
    public static int SizeOf(ScalarCodeFormat format, int dimension) => format switch
    {
        ScalarCodeFormat.Bytes => dimension,
        ScalarCodeFormat.Nibbles => (dimension + 1) / 2,
        ScalarCodeFormat.SixBits => (int)((6L * dimension + 7) / 8),
        _ => checked(2 * dimension),
    };
}
