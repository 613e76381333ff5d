namespace FaissNet.Evaluation.Tests;

public class DataGeometryTests
{
    private const double Tolerance = 1e-5;

    [Fact]
    public void Measure_FewVectors_GivesWhatIsCountedByHand()
    {
        // Mean (1, 0), variances 2 and 2 along the axes; one vector twice, one of unit length.
        float[] stored = [3, 0, -1, 0, 1, 2, 1, -2, 1, 0, 1, 0];
        float[] queries = [0, 4, 0, 4];
        DataGeometry geometry = Measure(stored, queries, 2);
        SideGeometry side = geometry.Stored;
        Assert.Equal([1, 0], side.Mean.ToArray());
        Assert.Equal(Math.Sqrt(17), geometry.ModalityGap, Tolerance);
        double meanNorm = (3 + 1 + 2 * Math.Sqrt(5) + 1 + 1) / 6;
        Assert.Equal(meanNorm, side.MeanNorm, Tolerance);
        Assert.Equal(1, side.LeastNorm);
        Assert.Equal(3, side.MostNorm);
        Assert.Equal(1 / meanNorm, side.Concentration, Tolerance);
        Assert.Equal(Math.Sqrt(17) / ((meanNorm + 4) / 2), geometry.RelativeGap, Tolerance);
        Assert.Equal(0.5, side.NotUnitShare);
        Assert.Equal(1.0 / 6, side.DuplicateShare, Tolerance);
        Assert.Equal(0, side.ConstantDimensions);
        Assert.Equal([8f / 6, 8f / 6], side.Spectrum.ToArray());
        Assert.Equal(2, side.EffectiveDimension, Tolerance);
        Assert.Equal(2, geometry.Queries.ConstantDimensions);
        Assert.Equal(0, geometry.Queries.EffectiveDimension);
        Assert.Equal(0.5, geometry.Queries.DuplicateShare);
    }

    [Fact]
    public void Measure_RotatedAxes_FindsTheirVariances()
    {
        // Variances 16 and 4 along (0.6, 0.8) and (−0.8, 0.6), third direction empty.
        float[] stored =
        [
            .. new (float Long, float Short)[] { (4, 2), (4, -2), (-4, 2), (-4, -2) }
                .SelectMany(p => new[] { 0.6f * p.Long - 0.8f * p.Short, 0.8f * p.Long + 0.6f * p.Short, 7 }),
        ];
        SideGeometry side = Measure(stored, [1, 0, 0], 3).Stored;
        Assert.Equal(16, side.Spectrum.Span[0], 1e-4);
        Assert.Equal(4, side.Spectrum.Span[1], 1e-4);
        Assert.Equal(0, side.Spectrum.Span[2], 1e-4);
        Assert.Equal(400.0 / 272, side.EffectiveDimension, 1e-4);
        Assert.Equal(1, side.ConstantDimensions);
        Assert.Equal(0, side.DirectionsFor(0));
        Assert.Equal(1, side.DirectionsFor(0.8));
        Assert.Equal(2, side.DirectionsFor(0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => side.DirectionsFor(1.1));
    }

    [Fact]
    public void Measure_LargeDimension_IsAnOutlier()
    {
        float[] stored = TestVectors.Random(500, 8, seed: 1);
        for (int row = 0; row < 500; row++)
            stored[row * 8 + 3] += 10;
        OutlierDimension outlier = Assert.Single(Measure(stored, stored[..8], 8).Stored.OutlierDimensions);
        Assert.Equal(3, outlier.Dimension);
        // A root mean square of 10 against that of numbers between −0.5 and 0.5.
        Assert.InRange(outlier.Magnitude, 10 * Math.Sqrt(12) - 2, 10 * Math.Sqrt(12) + 2);
    }

    [Fact]
    public void Measure_BundledEmoji_HasTheGeometryOfItsDescription()
    {
        using VectorFile images = VectorFile.Open(Path.Combine(EmojiData.Bundled, "images.npy"));
        using VectorFile texts = VectorFile.Open(Path.Combine(EmojiData.Bundled, "texts.npy"));
        DataGeometry geometry = DataGeometry.Measure(images, texts);
        Assert.InRange(geometry.ModalityGap, 0.80, 0.84);
        Assert.Equal(0, geometry.Stored.NotUnitShare);
        Assert.Equal(0, geometry.Queries.NotUnitShare);
        // The mean cosine of two images is the square of the length of their mean: 0.49.
        Assert.InRange(geometry.Stored.Concentration, 0.68, 0.72);
        Assert.Empty(geometry.Stored.OutlierDimensions);
        Assert.Equal(512, geometry.Stored.Spectrum.Length);
        // All variances together are what the mean leaves of the unit length.
        double variance = geometry.Stored.Spectrum.ToArray().Sum(x => (double)x);
        Assert.Equal(1 - geometry.Stored.Concentration * geometry.Stored.Concentration, variance, 0.001);
        Assert.True(geometry.Explain(Metric.InnerProduct).Single(finding => finding.Topic == GeometryTopic.ModalityGap).NeedsAttention);
    }

    [Fact]
    public void Measure_ValueNotFinite_SaysWhichVector()
    {
        float[] stored = TestVectors.Random(5, 4, seed: 1);
        stored[13] = float.NaN;
        string message = Assert.Throws<InvalidDataException>(() => Measure(stored, [1, 2, 3, 4], 4)).Message;
        Assert.Contains("Vector 3 ", message);
    }

    [Fact]
    public void Measure_OtherDimension_Throws()
        => Assert.Throws<ArgumentException>(
            () => DataGeometry.Measure(VectorSource.FromArray(new float[8], 4), VectorSource.FromArray(new float[8], 8)));

    private static DataGeometry Measure(float[] stored, float[] queries, int dimension)
        => DataGeometry.Measure(VectorSource.FromArray(stored, dimension), VectorSource.FromArray(queries, dimension));
}
