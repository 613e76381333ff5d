namespace FaissNet.Evaluation.Tests;

public class RetrievalMetricsTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Compute_OneQueryByHand_GivesTheFormulas()
    {
        // Relevant: 7, 8, 9. Found at ranks 2 and 5.
        RetrievalMetrics metrics = Measure([1, 7, 2, 3, 9, 4, 5, 6, 10, 11], [7, 8, 9]);
        Assert.Equal(1, metrics.QueryCount);
        Assert.Equal(0, metrics.R1);
        Assert.Equal(1, metrics.R5);
        Assert.Equal(1, metrics.R10);
        Assert.Equal(1 / 2.0, metrics.Mrr10, Tolerance);
        Assert.Equal((1 / 2.0 + 2 / 5.0) / 3, metrics.Map10, Tolerance);
        double gain = 1 / Math.Log2(3) + 1 / Math.Log2(6);
        double ideal = 1 + 1 / Math.Log2(3) + 1 / Math.Log2(4);
        Assert.Equal(gain / ideal, metrics.Ndcg10, Tolerance);
    }

    [Fact]
    public void Compute_TwelveRelevantAndTenFound_IsPerfect()
    {
        RetrievalMetrics metrics = Measure([.. Enumerable.Range(0, 10)], [.. Enumerable.Range(0, 12)]);
        Assert.Equal((1.0, 1.0, 1.0, 1.0), (metrics.R1, metrics.Mrr10, metrics.Ndcg10, metrics.Map10));
    }

    [Fact]
    public void Compute_HitAtRankSix_CountsForTenOnly()
    {
        RetrievalMetrics metrics = Measure([1, 2, 3, 4, 5, 0, 6, 7, 8, 9], [0]);
        Assert.Equal((0.0, 0.0, 1.0), (metrics.R1, metrics.R5, metrics.R10));
        Assert.Equal(1 / 6.0, metrics.Mrr10, Tolerance);
        Assert.Equal(1 / Math.Log2(7), metrics.Ndcg10, Tolerance);
        Assert.Equal(1 / 6.0, metrics.Map10, Tolerance);
    }

    [Fact]
    public void Compute_HitBeyondTen_CountsForNothing()
    {
        RetrievalMetrics metrics = Measure([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0], [0]);
        Assert.Equal((0.0, 0.0, 0.0, 0.0), (metrics.R10, metrics.Mrr10, metrics.Ndcg10, metrics.Map10));
    }

    [Fact]
    public void Compute_MissingIds_FillTheirRanks()
    {
        RetrievalMetrics metrics = Measure([-1, -1, 4, -1], [4]);
        Assert.Equal(1 / 3.0, metrics.Mrr10, Tolerance);
        Assert.Equal((0.0, 1.0), (metrics.R1, metrics.R5));
    }

    [Fact]
    public void Compute_RepeatedId_IsRelevantOnce()
    {
        RetrievalMetrics metrics = Measure([4, 4, 4, 5], [4, 5]);
        Assert.Equal((1 + 2 / 4.0) / 2, metrics.Map10, Tolerance);
        Assert.Equal((1 + 1 / Math.Log2(5)) / (1 + 1 / Math.Log2(3)), metrics.Ndcg10, Tolerance);
    }

    [Fact]
    public void Compute_QueryWithoutRelevantVector_IsLeftOut()
    {
        RelevanceJudgments relevance = RelevanceJudgments.FromItems([10, 11], [10, 99, 11]);
        RetrievalMetrics metrics = RetrievalMetrics.Compute([0, 1, 0, 1, 0, 1], 2, relevance);
        Assert.Equal(2, metrics.QueryCount);
        Assert.Equal(0.5, metrics.R1);
        Assert.Equal(1, metrics.R5);
        Assert.Equal(0.75, metrics.Mrr10);
    }

    [Fact]
    public void Compute_NoQueryWithARelevantVector_Throws()
    {
        RelevanceJudgments relevance = RelevanceJudgments.FromItems([1, 2], [3]);
        Assert.Throws<ArgumentException>(() => RetrievalMetrics.Compute([0], 1, relevance));
    }

    [Fact]
    public void Compute_IdsNotKPerQuery_Throws()
    {
        RelevanceJudgments relevance = RelevanceJudgments.FromItems([1, 2], [1, 2]);
        ArgumentException e = Assert.Throws<ArgumentException>(() => RetrievalMetrics.Compute([0, 1, 0], 2, relevance));
        Assert.Contains("Expected 2 ids for each of 2 queries, but got 3 ids.", e.Message);
    }

    [Fact]
    public void NeighbourRecall_SomeFoundInAnyOrder_IsTheShare()
    {
        Assert.Equal(0.5, RetrievalMetrics.NeighbourRecall([3, 1, 7, 8], [1, 2, 8, 9], 2));
        Assert.Equal(1, RetrievalMetrics.NeighbourRecall([2, 1], [1, 2], 2));
    }

    [Fact]
    public void NeighbourRecall_MissingIds_AreNotWantedAndNotFound()
    {
        Assert.Equal(0.5, RetrievalMetrics.NeighbourRecall([1, -1, -1], [1, 2, -1], 3));
        Assert.Equal(1, RetrievalMetrics.NeighbourRecall([-1], [-1], 1));
    }

    private static RetrievalMetrics Measure(long[] ids, long[] relevant)
        => RetrievalMetrics.Compute(ids, ids.Length, RelevanceJudgments.FromLists([0, relevant.Length], relevant));

    private static RetrievalMetrics Measure(int[] ids, int[] relevant)
        => Measure([.. ids.Select(id => (long)id)], [.. relevant.Select(id => (long)id)]);
}
