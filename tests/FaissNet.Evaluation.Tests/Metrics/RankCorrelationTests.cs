namespace FaissNet.Evaluation.Tests;

public class RankCorrelationTests
{
    [Theory]
    [InlineData(new float[] { 1, 2, 3, 4 }, new float[] { 10, 20, 25, 90 }, 1)]
    [InlineData(new float[] { 1, 2, 3, 4 }, new float[] { 9, 7, 3, -1 }, -1)]
    // Ranks 1 2 3 4 5 against 2 1 4 3 5: 1 − 6·4 / (5·24).
    [InlineData(new float[] { 1, 2, 3, 4, 5 }, new float[] { 2, 1, 4, 3, 5 }, 0.8)]
    // A tie shares its ranks: 1.5 1.5 3 against 1 2 3; covariance 1.5, squares 1.5 and 2.
    [InlineData(new float[] { 7, 7, 8 }, new float[] { 1, 2, 3 }, 0.8660254)]
    public void Spearman_KnownRanks_EqualsTheFormula(float[] left, float[] right, double expected)
        => Assert.Equal(expected, RankCorrelation.Spearman(left, right), 6);

    [Fact]
    public void Spearman_OneSideConstant_IsNaN()
        => Assert.Equal(double.NaN, RankCorrelation.Spearman([1, 1, 1], [1, 2, 3]));
}
