namespace FaissNet.Evaluation.Tests;

public class ParetoPlotTests
{
    private static readonly PlotPoint[] s_points = [Point(1, 64, 0.9), Point(2, 32, 0.8), Point(3, 64, 0.7), Point(4, 128, 0.9), Point(5, 256, 1), Point(6, 32, 0.8)];

    [Fact]
    public void Front_SmallerIsBetter_IsWhatNothingBeats()
        => Assert.Equal([2, 6, 1, 5], PlotPoint.Front(s_points, smallerIsBetter: true).Select(point => point.Number));

    [Fact]
    public void Front_LargerIsBetter_IsWhatNothingBeats()
        => Assert.Equal([5], PlotPoint.Front(s_points, smallerIsBetter: false).Select(point => point.Number));

    [Theory]
    [InlineData(0.61, 1.005, new[] { 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1, 1.05 })]
    [InlineData(0.98, 1.01, new[] { 0.98, 0.985, 0.99, 0.995, 1, 1.005, 1.01 })]
    [InlineData(0, 512, new[] { 0.0, 100, 200, 300, 400, 500, 600 })]
    public void Linear_Range_HasRoundTicks(double low, double high, double[] expected)
    {
        PlotScale scale = PlotScale.Linear(low, high, 100, 200);
        Assert.Equal(expected.Length, scale.Ticks.Count);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], scale.Ticks[i], 1e-9);
        Assert.Equal(100, scale[expected[0]], 1e-9);
        Assert.Equal(300, scale[expected[^1]], 1e-9);
    }

    [Fact]
    public void Logarithmic_Range_HasPowersAsTicks()
    {
        Assert.Equal([16, 32, 64, 128, 256], PlotScale.Logarithmic(16, 256, 0, 1, isBinary: true).Ticks);
        PlotScale decades = PlotScale.Logarithmic(150, 90_000, 0, 300, isBinary: false);
        Assert.Equal([200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000], decades.Ticks);
        Assert.Equal(decades[1000] - decades[200], decades[50_000] - decades[10_000], 1e-9);
    }

    [Fact]
    public void Place_PointsThatCrowd_NeverOverlap()
    {
        var labels = new PlotLabels(0, 0, 100, 40);
        labels.Block(50, 20, 9);
        Assert.Equal((63, 24, "start"), labels.Place("PQ64", 50, 20, 13));
        Assert.Equal((37, 24, "end"), labels.Place("PQ32", 50, 20, 13));
        Assert.Null(labels.Place("a name that is too long", 50, 20, 13));
    }

    private static PlotPoint Point(int number, double x, double y) => new(number, $"technique {number}", x, new ConfidenceInterval(y, y - 0.02, y + 0.02));
}
