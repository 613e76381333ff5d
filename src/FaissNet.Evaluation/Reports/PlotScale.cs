namespace FaissNet.Evaluation;

/// <summary>Where a value lies along an axis, and which values the axis names.</summary>
internal sealed class PlotScale
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _start;
    private readonly double _length;
    private readonly bool _isLogarithmic;

    private PlotScale(double low, double high, double start, double length, bool isLogarithmic, double[] ticks)
    {
        _isLogarithmic = isLogarithmic;
        _low = Position(low);
        _high = Position(high);
        _start = start;
        _length = length;
        Ticks = ticks;
    }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Pixels of a value.</summary>
    public double this[double value] => _start + _length * (Position(value) - _low) / (_high - _low);

    /// <summary>Even steps of 1, 2 or 5 times a power of ten, about five of them.</summary>
    /// <param name="low">Smallest value.</param>
    /// <param name="high">Largest value.</param>
    /// <param name="start">Pixels of the low end.</param>
    /// <param name="length">Pixels between the ends.</param>
    public static PlotScale Linear(double low, double high, double start, double length)
    {
        double step = Math.Pow(10, Math.Floor(Math.Log10((high - low) / 4)));
        foreach (double factor in (ReadOnlySpan<double>)[5, 2])
        {
            if ((high - low) / (step * factor) >= 4)
            {
                step *= factor;
                break;
            }
        }
        low = Math.Floor(low / step + 1e-9) * step;
        high = Math.Ceiling(high / step - 1e-9) * step;
        int count = (int)Math.Round((high - low) / step);
        return new PlotScale(low, high, start, length, false, [.. Enumerable.Range(0, count + 1).Select(i => low + i * step)]);
    }

    /// <summary>Steps of equal factors.</summary>
    /// <param name="low">Smallest value, positive.</param>
    /// <param name="high">Largest value.</param>
    /// <param name="start">Pixels of the low end.</param>
    /// <param name="length">Pixels between the ends.</param>
    /// <param name="isBinary">Powers of two, or 1, 2 and 5 times powers of ten.</param>
    public static PlotScale Logarithmic(double low, double high, double start, double length, bool isBinary)
    {
        // Room for the points themselves at both ends.
        (low, high) = (low / 1.25, high * 1.25);
        const int MostTicks = 10;
        double[] ticks = [.. (isBinary ? Enumerable.Range(0, 40).Select(i => Math.Pow(2, i)) : Decades([1, 2, 5])).Where(Inside)];
        if (ticks.Length > MostTicks)
            ticks = isBinary ? [.. ticks.Where((_, i) => i % 2 == 0)] : [.. Decades([1]).Where(Inside)];
        return new PlotScale(low, high, start, length, true, ticks);

        bool Inside(double value) => value >= low && value <= high;
    }

    private static IEnumerable<double> Decades(double[] factors)
        => Enumerable.Range(-6, 18).SelectMany(decade => factors.Select(factor => factor * Math.Pow(10, decade)));

    private double Position(double value) => _isLogarithmic ? Math.Log(value) : value;
}
