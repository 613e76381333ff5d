namespace FaissNet.Evaluation.Tests;

public class GeometryExplanationTests
{
    private static readonly SideGeometry s_round = new()
    {
        Count = 1000,
        Mean = new float[4],
        Concentration = 0.05,
        MeanNorm = 1,
        LeastNorm = 1,
        MostNorm = 1,
        NotUnitShare = 0,
        DuplicateShare = 0,
        ConstantDimensions = 0,
        OutlierDimensions = [],
        Spectrum = new float[] { 1, 1, 1, 1 },
        EffectiveDimension = 4,
    };

    [Fact]
    public void Explain_HarmlessData_NeedsNoAttention()
    {
        IReadOnlyList<GeometryFinding> findings = Explain(s_round, gap: 0.1);
        Assert.Equal(Enum.GetValues<GeometryTopic>(), findings.Select(finding => finding.Topic));
        Assert.All(findings, finding => Assert.False(finding.NeedsAttention));
        Assert.All(findings, finding => Assert.Matches(@"^[A-Z0-9].*\.$", finding.Fact));
        Assert.All(findings, finding => Assert.Matches(@"^[A-Z].*\.$", finding.Meaning));
    }

    [Fact]
    public void Explain_Gap_AsksForACentreOnEachSide()
        => AssertAttention(Explain(s_round, gap: 0.82), GeometryTopic.ModalityGap, "0.82 apart, 82 % of a vector's length", "centres each side");

    [Fact]
    public void Explain_LengthsUnderInnerProduct_AsksForNormalisation()
        => AssertAttention(
            Explain(s_round with { NotUnitShare = 0.25, MostNorm = 12 }), GeometryTopic.Norms, "25 % of the stored vectors", "normalise both sides");

    [Fact]
    public void Explain_OneLengthOtherThanOne_IsHarmless()
    {
        GeometryFinding norms = Explain(s_round with { NotUnitShare = 1, LeastNorm = 7, MostNorm = 7, MeanNorm = 7 })[(int)GeometryTopic.Norms];
        Assert.False(norms.NeedsAttention);
        Assert.Contains("of one length", norms.Meaning);
    }

    [Fact]
    public void Explain_OutlierDimensions_NamesThem()
        => AssertAttention(
            Explain(s_round with { OutlierDimensions = [new OutlierDimension(133, 41.5), new OutlierDimension(7, 5.25)] }),
            GeometryTopic.OutlierDimensions, "2 dimensions have values at least five times as large as the median dimension: 133 (41.5×), 7 (5.25×).", "range for each");

    [Fact]
    public void Explain_FewDirections_ProposesARotation()
        => AssertAttention(
            Explain(s_round with { Spectrum = new float[] { 97, 1, 1, 1 }, EffectiveDimension = 1.06 }),
            GeometryTopic.Spectrum, "Of 4 dimensions 1 principal direction carries 95 %", "OPQ");

    [Fact]
    public void Explain_Copies_SaysThatTheyTie()
        => AssertAttention(Explain(s_round with { DuplicateShare = 0.02 }), GeometryTopic.Duplicates, "2.0 % of the stored vectors are exact copies", "copies apart");

    private static IReadOnlyList<GeometryFinding> Explain(SideGeometry stored, double gap = 0)
        => new DataGeometry { Stored = stored, Queries = s_round, ModalityGap = gap }.Explain(Metric.InnerProduct);

    private static void AssertAttention(IReadOnlyList<GeometryFinding> findings, GeometryTopic topic, string fact, string meaning)
    {
        GeometryFinding finding = findings.Single(finding => finding.Topic == topic);
        Assert.True(finding.NeedsAttention);
        Assert.Contains(fact, finding.Fact);
        Assert.Contains(meaning, finding.Meaning);
        Assert.All(findings, other => Assert.Equal(other.Topic == topic, other.NeedsAttention));
    }
}
