namespace FaissNet.Evaluation;

/// <summary>Whether new data still looks like that of a <see cref="QualityCard"/>.</summary>
/// <param name="Measures">Everything that was compared.</param>
public sealed record DriftReport(IReadOnlyList<DriftMeasure> Measures)
{
    /// <summary>Whether anything has drifted: what the card says need not hold for the new data.</summary>
    public bool HasDrifted => Measures.Any(measure => measure.HasDrifted);

    /// <summary>Compares new data with that of a card.</summary>
    /// <param name="card">The card.</param>
    /// <param name="geometry">How the new data lies in space.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static DriftReport Compare(QualityCard card, DataGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(geometry);
        return new DriftReport(DriftMeter.Compare(card.Geometry, QualityGeometry.Of(geometry)));
    }
}

/// <summary>One comparison of new data with what was measured.</summary>
/// <param name="Name">What was compared, e.g. <c>mean of stored vectors</c>.</param>
/// <param name="Value">How far it has moved; 0 for not at all.</param>
/// <param name="Limit">How far it may, given how many vectors there are on both occasions.</param>
/// <param name="Meaning">What the value is a share of, and what follows where it is large.</param>
public sealed record DriftMeasure(string Name, double Value, double Limit, string Meaning)
{
    /// <summary>Whether it has moved too far.</summary>
    public bool HasDrifted => Value > Limit;
}
