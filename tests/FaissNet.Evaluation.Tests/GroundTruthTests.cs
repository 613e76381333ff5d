namespace FaissNet.Evaluation.Tests;

public class GroundTruthTests
{
    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    public void Compute_RandomVectors_IsTheSortedList(Metric metric)
    {
        float[] stored = TestVectors.Random(300, 24, seed: 1);
        float[] queries = TestVectors.Random(7, 24, seed: 2);
        ExactNeighbours exact = GroundTruth.Compute(VectorSource.FromArray(stored, 24), queries, metric, 5);
        Assert.Equal((5, 7), (exact.K, exact.QueryCount));
        for (int query = 0; query < 7; query++)
        {
            long[] expected = TestVectors.Sorted(stored, queries.AsSpan(query * 24, 24), metric);
            Assert.Equal(expected[..5], exact.IdsOf(query).ToArray());
        }
    }

    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    public void Compute_DuplicatesAcrossTheCut_AreTheSmallestIds(Metric metric)
    {
        // Vector 0 is far away, 1 to 150 are one vector: more than a first search would look at.
        float[] stored = [-1, -1, .. Enumerable.Repeat(1f, 300)];
        ExactNeighbours exact = GroundTruth.Compute(VectorSource.FromArray(stored, 2), [1, 1, 2, 2], metric, 3);
        Assert.Equal([1, 2, 3, 1, 2, 3], exact.Ids);
    }

    [Fact]
    public void Compute_FewerVectorsThanK_FillsWithMissing()
    {
        ExactNeighbours exact = GroundTruth.Compute(VectorSource.FromArray([5, 1, 3], 1), [2f], Metric.L2, 4);
        Assert.Equal([1, 2, 0, -1], exact.Ids);
        Assert.Equal([1, 1, 9], exact.Distances[..3]);
    }

    [Theory]
    [InlineData(Metric.L2, 1)]
    [InlineData(Metric.L2, 7)]
    [InlineData(Metric.InnerProduct, 64)]
    [InlineData(Metric.InnerProduct, 100)]
    public void Search_InParts_IsThatOfTheWhole(Metric metric, int partRows)
    {
        // Every vector twice, so that ties run across parts.
        float[] half = TestVectors.Random(50, 8, seed: 1);
        VectorSource stored = VectorSource.FromArray([.. half, .. half], 8);
        float[] queries = TestVectors.Random(20, 8, seed: 2);
        ExactNeighbours whole = GroundTruth.Compute(stored, queries, metric, 5);
        ExactNeighbours parts = GroundTruth.Search(stored, queries, metric, 5, partRows * 8, EvaluationOptions.Default);
        Assert.Equal(whole.Ids, parts.Ids);
        Assert.Equal(whole.Distances, parts.Distances);
    }

    [Fact]
    public void Search_PartsSmallerThanK_FillsWithMissingAtTheEnd()
    {
        ExactNeighbours exact = GroundTruth.Search(VectorSource.FromArray([5, 1, 3], 1), [2f], Metric.L2, 4, 1, EvaluationOptions.Default);
        Assert.Equal([1, 2, 0, -1], exact.Ids);
    }

    [Fact]
    public void Compute_QueriesOfAnotherDimension_Throws()
        => Assert.Throws<ArgumentException>(() => GroundTruth.Compute(VectorSource.FromArray([5, 1, 3], 3), [2f], Metric.L2, 4));

    [Fact]
    public void FromNearest_TiesAtTheTop_AreAllRelevant()
    {
        ExactNeighbours exact = GroundTruth.Compute(VectorSource.FromArray([4, 2, 9, 2], 1), [2f, 8.5f], Metric.L2, 3);
        RelevanceJudgments relevance = RelevanceJudgments.FromNearest(exact);
        Assert.Equal([1, 3], relevance.RelevantTo(0));
        Assert.Equal([2], relevance.RelevantTo(1));
    }
}
