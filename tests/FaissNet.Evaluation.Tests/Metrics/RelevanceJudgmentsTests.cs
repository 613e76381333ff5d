namespace FaissNet.Evaluation.Tests;

public class RelevanceJudgmentsTests
{
    [Fact]
    public void FromItems_SharedLabels_GiveAscendingRows()
    {
        RelevanceJudgments relevance = RelevanceJudgments.FromItems([5, 9, 5, 7, 9, 5], [9, 5, 1]);
        Assert.Equal(3, relevance.QueryCount);
        Assert.Equal(2, relevance.JudgedQueryCount);
        Assert.Equal([1, 4], relevance.RelevantTo(0));
        Assert.Equal([0, 2, 5], relevance.RelevantTo(1));
        Assert.Equal([], relevance.RelevantTo(2));
    }

    [Fact]
    public void FromLists_UnsortedWithRepetitions_GivesAscendingRows()
    {
        RelevanceJudgments relevance = RelevanceJudgments.FromLists([0, 4, 4, 5], [8, 3, 8, 1, 6]);
        Assert.Equal([1, 3, 8], relevance.RelevantTo(0));
        Assert.Equal([], relevance.RelevantTo(1));
        Assert.Equal([6], relevance.RelevantTo(2));
    }

    [Theory]
    [InlineData(new long[] { })]
    [InlineData(new long[] { 1, 2 })]
    [InlineData(new long[] { 0, 3 })]
    [InlineData(new long[] { 0, 2, 1, 2 })]
    public void FromLists_BadLimits_Throws(long[] limits)
        => Assert.Throws<ArgumentException>(() => RelevanceJudgments.FromLists(limits, [1, 2]));
}
