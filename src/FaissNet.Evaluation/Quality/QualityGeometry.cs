using System.Globalization;
using System.Numerics.Tensors;

namespace FaissNet.Evaluation;

/// <summary>How the data of a <see cref="QualityCard"/> lies in space: what later data is compared with. See <see cref="DataGeometry"/>.</summary>
public sealed record QualityGeometry
{
    /// <summary>Distance between the means of the two sides.</summary>
    public required double ModalityGap { get; init; }

    /// <summary>The stored vectors.</summary>
    public required QualitySide Stored { get; init; }

    /// <summary>The queries.</summary>
    public required QualitySide Queries { get; init; }

    internal static QualityGeometry Of(DataGeometry geometry) => new()
    {
        ModalityGap = geometry.ModalityGap,
        Stored = QualitySide.Of(geometry.Stored),
        Queries = QualitySide.Of(geometry.Queries),
    };
}

/// <summary>One side of a <see cref="QualityGeometry"/>. See <see cref="SideGeometry"/>.</summary>
public sealed record QualitySide
{
    // What lies behind carries little, and is noise in small samples.
    private const int MostDirections = 64;

    /// <summary>Number of vectors.</summary>
    public required long Count { get; init; }

    /// <summary>Mean length.</summary>
    public required double MeanNorm { get; init; }

    /// <summary>Length of the mean vector ÷ mean length.</summary>
    public required double Concentration { get; init; }

    /// <summary>Share of vectors that are not of unit length.</summary>
    public required double NotUnitShare { get; init; }

    /// <summary>Share of vectors that are there already.</summary>
    public required double DuplicateShare { get; init; }

    /// <summary>How many directions the vectors really use.</summary>
    public required double EffectiveDimension { get; init; }

    /// <summary>Dimensions whose values are far larger than those of the others.</summary>
    public required IReadOnlyList<int> OutlierDimensions { get; init; }

    /// <summary>Variance of all directions together: the mean squared distance to the mean.</summary>
    public required double Variance { get; init; }

    /// <summary>The mean vector, to five digits.</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>Shares of the variance along up to 64 principal directions, largest first, to five digits.</summary>
    public required IReadOnlyList<float> Spectrum { get; init; }

    internal static QualitySide Of(SideGeometry side)
    {
        double variance = TensorPrimitives.Sum(side.Spectrum.Span);
        float[] leading = side.Spectrum[..Math.Min(side.Spectrum.Length, MostDirections)].ToArray();
        return new QualitySide
        {
            Count = side.Count,
            MeanNorm = side.MeanNorm,
            Concentration = side.Concentration,
            NotUnitShare = side.NotUnitShare,
            DuplicateShare = side.DuplicateShare,
            EffectiveDimension = side.EffectiveDimension,
            OutlierDimensions = [.. side.OutlierDimensions.Select(outlier => outlier.Dimension)],
            Variance = variance,
            Mean = Array.ConvertAll(side.Mean.ToArray(), Rounded),
            Spectrum = Array.ConvertAll(leading, value => Rounded(variance > 0 ? (float)(value / variance) : 0)),
        };
    }

    private static float Rounded(float value)
        => float.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
