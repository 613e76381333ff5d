using FaissNet.Storage;

namespace FaissNet;

/// <summary>The ranges of an 8-bit scalar quantizer as its kernels want them: per dimension, also where all dimensions share one.</summary>
internal sealed unsafe class ScalarRanges
{
    private readonly AlignedBuffer<float> _values;
    private readonly int _dimension;

    public ScalarRanges(ScalarQuantizer quantizer)
    {
        _dimension = quantizer.Dimension;
        _values = new AlignedBuffer<float>(2L * _dimension);
        ReadOnlySpan<float> trained = quantizer.Trained;
        Span<float> lows = _values.Slice(0, _dimension);
        Span<float> widths = _values.Slice(_dimension, _dimension);
        if (trained.Length == 2 && quantizer.IsUniform)
        {
            lows.Fill(trained[0]);
            widths.Fill(trained[1]);
        }
        else
        {
            trained[.._dimension].CopyTo(lows);
            trained[_dimension..].CopyTo(widths);
        }
        double sum = 0;
        for (int i = 0; i < _dimension; i++)
        {
            double largest = Math.Max(Math.Abs((double)lows[i]), Math.Abs((double)lows[i] + widths[i]));
            sum += largest * largest;
        }
        LargestNorm = (float)Math.Sqrt(sum);
    }

    /// <summary>The norm that no decoded vector exceeds.</summary>
    public float LargestNorm { get; }

    /// <summary>The smallest value of each dimension.</summary>
    public float* Lows => _values.Pointer;

    /// <summary>The difference between the largest and the smallest value of each dimension.</summary>
    public float* Widths => _values.Pointer + _dimension;

    /// <summary>Whether the kernels for 8-bit codes apply.</summary>
    public static bool Apply(ScalarQuantizer quantizer)
        => quantizer.Type is ScalarQuantizerType.EightBit or ScalarQuantizerType.EightBitUniform;
}
