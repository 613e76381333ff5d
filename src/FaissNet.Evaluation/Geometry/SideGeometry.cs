namespace FaissNet.Evaluation;

/// <summary>How the vectors of one side, stored vectors or queries, lie in space.</summary>
public sealed record SideGeometry
{
    /// <summary>Number of vectors.</summary>
    public required long Count { get; init; }

    /// <summary>The mean vector, d values.</summary>
    public required ReadOnlyMemory<float> Mean { get; init; }

    /// <summary>
    /// Length of the mean vector ÷ mean length of the vectors: 0 where they point everywhere, 1 where all point the same way. Embeddings of
    /// one modality reach 0.7: half of the energy of each vector is then the same for all of them.
    /// </summary>
    public required double Concentration { get; init; }

    /// <summary>Mean length.</summary>
    public required double MeanNorm { get; init; }

    /// <summary>Shortest length.</summary>
    public required double LeastNorm { get; init; }

    /// <summary>Longest length.</summary>
    public required double MostNorm { get; init; }

    /// <summary>Share of vectors whose length differs from 1 by more than one percent.</summary>
    public required double NotUnitShare { get; init; }

    /// <summary>Share of vectors that are exactly equal to another one that is counted already: 0.5 where each comes twice.</summary>
    public required double DuplicateShare { get; init; }

    /// <summary>Number of dimensions that have the same value in all vectors.</summary>
    public required int ConstantDimensions { get; init; }

    /// <summary>
    /// Up to twenty dimensions whose values are far larger than those of the others, strongest first: at least five times the median
    /// magnitude. A range that all dimensions share is spent on them.
    /// </summary>
    public required IReadOnlyList<OutlierDimension> OutlierDimensions { get; init; }

    /// <summary>
    /// Variances along the principal directions of the centred vectors, d values, largest first; measured on up to 10,000 vectors.
    /// </summary>
    public required ReadOnlyMemory<float> Spectrum { get; init; }

    /// <summary>
    /// How many directions the vectors really use: (Σλ)² ÷ Σλ² over the spectrum λ, the participation ratio; d where all directions are
    /// alike, 0 where all vectors are equal.
    /// </summary>
    public required double EffectiveDimension { get; init; }

    /// <summary>The least number of principal directions that carry a share of the variance.</summary>
    /// <param name="share">0 to 1.</param>
    /// <returns>0 to d.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public int DirectionsFor(double share)
    {
        if (!(share is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share of the variance lies between 0 and 1.");
        double total = 0, carried = 0;
        foreach (float variance in Spectrum.Span)
            total += variance;
        int directions = 0;
        while (directions < Spectrum.Length && carried < share * total)
            carried += Spectrum.Span[directions++];
        return directions;
    }
}

/// <summary>A dimension that is unlike the others.</summary>
/// <param name="Dimension">Which, from 0.</param>
/// <param name="Magnitude">Its root mean square ÷ the median of all dimensions' root mean squares.</param>
public readonly record struct OutlierDimension(int Dimension, double Magnitude);
