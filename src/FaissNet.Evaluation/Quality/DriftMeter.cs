namespace FaissNet.Evaluation;

/// <summary>Compares the geometry of two sets of data.</summary>
/// <remarks>
/// Two samples of one source differ by chance: their means by √(1/n + 1/n′) of the spread on average. Each limit is what would matter to a code,
/// and that much of chance on top.
/// </remarks>
internal static class DriftMeter
{
    // In units of the spread: a centred code loses little while its centre is this close.
    private const double MatteringShift = 0.1;

    private const double MatteringGap = 0.1;
    private const double MatteringLength = 0.05;
    private const double MatteringSpectrum = 0.1;

    // The distance between two means varies little around what is expected of it where there are many dimensions.
    private const double ChanceMargin = 1.5;

    // Spectra are measured on no more vectors than this.
    private const double MostSpectrumVectors = 10_000;

    public static DriftMeasure[] Compare(QualityGeometry old, QualityGeometry now)
    {
        if (old.Stored.Mean.Count != now.Stored.Mean.Count)
        {
            throw new ArgumentException(
                $"The vectors have dimension {now.Stored.Mean.Count}, those that were measured {old.Stored.Mean.Count}.", nameof(now));
        }
        return
        [
            Shift("mean of stored vectors", old.Stored, now.Stored),
            Shift("mean of queries", old.Queries, now.Queries),
            Gap(old, now),
            Length("length of stored vectors", old.Stored, now.Stored),
            Length("length of queries", old.Queries, now.Queries),
            Spectrum("spectrum of stored vectors", old.Stored, now.Stored),
            Spectrum("spectrum of queries", old.Queries, now.Queries),
        ];
    }

    private static DriftMeasure Shift(string name, QualitySide old, QualitySide now)
    {
        double squares = 0;
        for (int i = 0; i < old.Mean.Count; i++)
            squares += Math.Pow(now.Mean[i] - old.Mean[i], 2);
        return new DriftMeasure(
            name, Quotient(Math.Sqrt(squares), Math.Sqrt(old.Variance)), MatteringShift + ChanceMargin * Chance(old, now),
            "distance between the means, as a share of the spread around them; centres that codes have learned no longer are centres");
    }

    private static DriftMeasure Gap(QualityGeometry old, QualityGeometry now)
    {
        double scale = Math.Max(old.ModalityGap, Math.Sqrt(old.Stored.Variance));
        double chance = Math.Sqrt(old.Stored.Variance) * Chance(old.Stored, now.Stored) + Math.Sqrt(old.Queries.Variance) * Chance(old.Queries, now.Queries);
        return new DriftMeasure(
            "modality gap", Quotient(Math.Abs(now.ModalityGap - old.ModalityGap), scale), MatteringGap + Quotient(chance, scale),
            "change of the distance between the two sides, as a share of it; another kind of queries, or another encoder");
    }

    private static DriftMeasure Length(string name, QualitySide old, QualitySide now) => new(
        name, Quotient(Math.Abs(now.MeanNorm - old.MeanNorm), old.MeanNorm), MatteringLength,
        "change of the mean length, as a share of it; another normalisation, or none");

    private static DriftMeasure Spectrum(string name, QualitySide old, QualitySide now)
    {
        int directions = Math.Min(old.Spectrum.Count, now.Spectrum.Count);
        double difference = 0, oldRest = 1, nowRest = 1;
        for (int i = 0; i < directions; i++)
        {
            difference += Math.Abs(now.Spectrum[i] - old.Spectrum[i]);
            oldRest -= old.Spectrum[i];
            nowRest -= now.Spectrum[i];
        }
        difference += Math.Abs(nowRest - oldRest);
        // Few vectors seem to lie in fewer directions than they do, the more so the more directions there are.
        double chance = Math.Sqrt(old.EffectiveDimension) * Math.Sqrt(1 / Counted(old) + 1 / Counted(now)) / 3;
        return new DriftMeasure(
            name, difference / 2, MatteringSpectrum + chance,
            "share of the variance that lies in other principal directions, counted from the largest; other topics, or fewer");
    }

    private static double Counted(QualitySide side) => Math.Min(side.Count, MostSpectrumVectors);

    private static double Chance(QualitySide old, QualitySide now) => Math.Sqrt(1.0 / old.Count + 1.0 / now.Count);

    private static double Quotient(double value, double scale) => scale > 0 ? value / scale : value > 0 ? double.MaxValue : 0;
}
