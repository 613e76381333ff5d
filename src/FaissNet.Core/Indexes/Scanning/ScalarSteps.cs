using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>A scalar quantizer as its kernels want it: for every dimension a low end and a step, also where all dimensions share them.</summary>
internal sealed unsafe class ScalarSteps
{
    private readonly AlignedBuffer<float> _values;
    private readonly ScalarCodeFormat _format;
    private readonly int _dimension;

    public ScalarSteps(ScalarQuantizer quantizer)
    {
        _dimension = quantizer.Dimension;
        _format = quantizer.Format;
        _values = new AlignedBuffer<float>(2L * _dimension);
        Span<float> lows = _values.Slice(0, _dimension);
        Span<float> steps = _values.Slice(_dimension, _dimension);
        // Codes without ranges are the numbers themselves, up to where they begin.
        lows.Fill(quantizer.Type == ScalarQuantizerType.EightBitDirectSigned ? -128 : 0);
        steps.Fill(1);
        if (quantizer.HasRanges)
            LargestNorm = Divide(quantizer, lows, steps);
    }

    /// <summary>The norm that no decoded vector exceeds; 0 where codes have no ranges, and decoding no rounding.</summary>
    public float LargestNorm { get; }

    public ScalarCodeView View => new(_format, _dimension, _values.Pointer, _values.Pointer + _dimension);

    /// <summary>A number stands for the middle of its step: low + step · (number + ½).</summary>
    private static float Divide(ScalarQuantizer quantizer, Span<float> lows, Span<float> steps)
    {
        ReadOnlySpan<float> trained = quantizer.Trained;
        int ranges = trained.Length / 2;
        int top = (1 << quantizer.Bits) - 1;
        double sum = 0;
        for (int i = 0; i < lows.Length; i++)
        {
            float low = trained[i % ranges];
            float range = trained[ranges + (i % ranges)];
            steps[i] = range / top;
            lows[i] = low + (0.5f * steps[i]);
            double largest = Math.Max(Math.Abs((double)low), Math.Abs((double)low + range));
            sum += largest * largest;
        }
        return (float)Math.Sqrt(sum);
    }
}
