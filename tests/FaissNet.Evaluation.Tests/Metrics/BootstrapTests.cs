namespace FaissNet.Evaluation.Tests;

public class BootstrapTests
{
    [Fact]
    public void Mean_OfACoin_HasTheBinomialInterval()
    {
        // 1,000 throws, half of them 1: the mean's standard error is √(0.25 / 1,000) = 0.0158, and 95 % lie within 1.96 of them.
        float[] coin = [.. Enumerable.Range(0, 1000).Select(i => (float)(i % 2))];
        ConfidenceInterval interval = new Bootstrap(coin).Mean(0);
        Assert.Equal(0.5, interval.Value);
        Assert.InRange(interval.Low, 0.5 - 0.034, 0.5 - 0.028);
        Assert.InRange(interval.High, 0.5 + 0.028, 0.5 + 0.034);
    }

    [Fact]
    public void Ratio_OfEqualColumns_IsOneWithoutDoubt()
    {
        float[] column = [1, 0, 1, 1, 0, 0, 1];
        Assert.Equal(new ConfidenceInterval(1, 1, 1), new Bootstrap(column, column).Ratio(0, 1));
    }

    [Fact]
    public void Ratio_Paired_IsNarrowerThanTheMeansAre()
    {
        // One query in a hundred is lost; which queries are hard is the same for both.
        float[] reference = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 1f : 0f)];
        float[] worse = [.. reference.Select((x, i) => i % 100 == 0 ? 0f : x)];
        var bootstrap = new Bootstrap(worse, reference);
        ConfidenceInterval ratio = bootstrap.Ratio(0, 1);
        Assert.Equal(0.98, ratio.Value, 12);
        Assert.InRange(ratio.Low, 0.96, 0.98);
        Assert.InRange(ratio.High, 0.98, 1.0);
        Assert.True(ratio.High - ratio.Low < bootstrap.Mean(0).High - bootstrap.Mean(0).Low);
    }

    [Fact]
    public void Ratio_ReferenceIsZero_IsOne()
        => Assert.Equal(new ConfidenceInterval(1, 1, 1), new Bootstrap([0f, 0f], [0f, 0f]).Ratio(0, 1));

    [Fact]
    public void Bootstrap_Repeated_DrawsTheSame()
    {
        float[] column = [.. Enumerable.Range(0, 50).Select(i => (float)(i * i % 7))];
        Assert.Equal(new Bootstrap(column).Mean(0), new Bootstrap(column).Mean(0));
    }
}
