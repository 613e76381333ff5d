namespace FaissNet.Evaluation.Tests;

public class RetentionBoundTests
{
    private const double Confidence = 0.95;

    [Fact]
    public void Lower_NothingLost_ComesNearOneWithMoreQueries()
    {
        double few = Bound(100), some = Bound(1_000), many = Bound(10_000);
        // Without losses the best stake is the largest, 0.9: n·ln(1 + 0.9·(1 − t)) = ln 20 + ln 8, as it is one of eight.
        Assert.Equal(1 - (Math.Exp(Math.Log(160) / 1_000) - 1) / 0.9, some, 0.001);
        Assert.True(few < some && some < many && many < 1);
        Assert.InRange(many, 0.999, 1);

        static double Bound(int count)
        {
            float[] ones = [.. Enumerable.Repeat(1f, count)];
            return RetentionBound.Lower(ones, ones, Confidence);
        }
    }

    [Fact]
    public void Lower_NoQueries_ProvesNothing() => Assert.Equal(0, RetentionBound.Lower([], [], Confidence));

    [Fact]
    public void Lower_GainsBesideLosses_Count()
    {
        // 60 % found by exact search; of 1,000 queries 10 are lost, and 40 are won or not.
        float[] reference = [.. Enumerable.Range(0, 1000).Select(i => i < 600 ? 1f : 0f)];
        float[] losing = [.. reference.Select((x, i) => i < 10 ? 0f : x)];
        float[] winning = [.. losing.Select((x, i) => i is >= 600 and < 640 ? 1f : x)];
        double lost = RetentionBound.Lower(losing, reference, Confidence), won = RetentionBound.Lower(winning, reference, Confidence);
        Assert.InRange(lost, 0.955, 590 / 600.0);
        Assert.InRange(won, 1.0, 630 / 600.0);
    }

    [Theory]
    [InlineData(0.02, 0.00)]
    [InlineData(0.10, 0.05)]
    [InlineData(0.01, 0.03)]
    public void Lower_DrawnAgainAndAgain_ExceedsTheTruthInFewerThanFiveOfHundred(double loss, double gain)
    {
        const double Hit = 0.6;
        double truth = (Hit * (1 - loss) + (1 - Hit) * gain) / Hit;
        var random = new Random(5);
        int wrong = 0;
        for (int draw = 0; draw < 400; draw++)
        {
            var reference = new float[500];
            var scores = new float[500];
            for (int i = 0; i < reference.Length; i++)
            {
                reference[i] = random.NextDouble() < Hit ? 1 : 0;
                scores[i] = random.NextDouble() < (reference[i] > 0 ? 1 - loss : gain) ? 1 : 0;
            }
            wrong += RetentionBound.Lower(scores, reference, Confidence) > truth ? 1 : 0;
        }
        Assert.InRange(wrong, 0, 20);
    }
}
