namespace FaissNet;

/// <summary>
/// How a <see cref="ScalarQuantizer"/> finds the range [low, high] of values from a sample, with a parameter <c>arg</c>.
/// The numbers are those of FAISS's <c>ScalarQuantizer::RangeStat</c>.
/// </summary>
public enum RangeStat
{
    /// <summary>Smallest to largest value, widened on both sides by (largest − smallest) · arg.</summary>
    MinMax = 0,

    /// <summary>Mean ± arg · standard deviation.</summary>
    MeanStd = 1,

    /// <summary>The quantiles arg and 1 − arg.</summary>
    Quantiles = 2,

    /// <summary>The range that minimises the squared error, found by alternating least squares.</summary>
    Optim = 3,
}
