namespace FaissNet.Evaluation.Tests;

public class DriftReportTests
{
    private const int Dimension = 24;

    private static readonly QualityGeometry s_measured = Geometry(Side(2000, 1), Side(1000, 2, shift: 0.5f));

    [Fact]
    public void Compare_SameData_HasNotMovedAtAll()
        => Assert.All(DriftMeter.Compare(s_measured, s_measured), measure => Assert.Equal((0.0, false), (measure.Value, measure.HasDrifted)));

    [Theory]
    [InlineData(2000, 1000)]
    [InlineData(100, 100)]
    [InlineData(60, 60)]
    public void Compare_OtherSampleOfTheSame_HasNotDrifted(int stored, int queries)
        => Assert.Empty(Drifted(Geometry(Side(stored, 11), Side(queries, 12, shift: 0.5f))));

    [Fact]
    public void Compare_MeanMoved_DriftsThereAndInGapAndLength()
    {
        Assert.Equal(["mean of queries", "modality gap", "length of queries"], Drifted(Geometry(Side(2000, 11), Side(1000, 12, shift: 0.8f))));
        // Half a spread: 0.1 in each of 24 directions, which have a standard deviation of 0.289.
        DriftMeasure mean = DriftMeter.Compare(s_measured, Geometry(Side(2000, 11, shift: 0.1f), Side(1000, 12, shift: 0.6f)))[0];
        Assert.Equal((0.1 / 0.2887, true), (mean.Value, mean.HasDrifted), (a, b) => Math.Abs(a.Item1 - b.Item1) < 0.03 && a.Item2 == b.Item2);
    }

    [Fact]
    public void Compare_LengthsDoubled_DriftThere()
        => Assert.Contains("length of stored vectors", Drifted(Geometry(Side(2000, 11, scale: 2), Side(1000, 12, shift: 0.5f))));

    [Fact]
    public void Compare_FewerDirections_DriftInTheSpectrum()
        => Assert.Contains("spectrum of stored vectors", Drifted(Geometry(Side(2000, 11, directions: 12), Side(1000, 12, shift: 0.5f))));

    [Fact]
    public void Compare_OtherDimension_Throws()
    {
        VectorSource other = VectorSource.FromArray(TestVectors.Random(50, 8, 1), 8);
        Assert.Throws<ArgumentException>(() => DriftMeter.Compare(s_measured, Geometry(other, other)));
    }

    private static IEnumerable<string> Drifted(QualityGeometry now)
        => DriftMeter.Compare(s_measured, now).Where(measure => measure.HasDrifted).Select(measure => measure.Name);

    private static QualityGeometry Geometry(VectorSource stored, VectorSource queries) => QualityGeometry.Of(DataGeometry.Measure(stored, queries));

    private static VectorSource Side(int count, int seed, float shift = 0, float scale = 1, int directions = Dimension)
    {
        float[] vectors = TestVectors.Random(count, Dimension, seed);
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] = (i % Dimension < directions ? scale * vectors[i] : 0) + shift;
        return VectorSource.FromArray(vectors, Dimension);
    }
}
