namespace FaissNet.Core.Tests;

public sealed class TargetRetentionTests : IDisposable
{
    private const int Dimension = 16;

    private const string Card = """
        {"version": 1, "other": [1, 2], "calibration": {"confidence": 0.95, "steps": [
            {"refine_factor": 1, "retention": 0.8, "bound": 0.75},
            {"refine_factor": 2, "retention": 0.95, "bound": 0.93},
            {"refine_factor": 8, "retention": 0.99, "bound": 0.98}]}}
        """;

    private readonly VectorIndex _index = VectorIndex.Create(Dimension, "PQ2x4np,RFlat", Metric.L2);
    private readonly float[] _vectors = Vectors(500, 1);
    private readonly float[] _queries = Vectors(20, 2);

    public TargetRetentionTests()
    {
        _index.Train(_vectors);
        _index.Add(_vectors);
        _index.QualityCard = Card;
    }

    public void Dispose() => _index.Dispose();

    [Theory]
    [InlineData(0.5, 10, 1f)]
    [InlineData(0.93, 10, 2f)]
    [InlineData(0.94, 10, 8f)]
    [InlineData(0.98, 10, 8f)]
    [InlineData(0.98, 5, 16f)]
    [InlineData(0.98, 20, 8f)]
    public void Search_Target_UsesTheDepthThatKeepsIt(double target, int k, float factor)
    {
        SearchResult<float> expected = _index.Search(_queries, k, new SearchOptions { RefineFactor = factor });
        var options = new SearchOptions { TargetRetention = target };
        for (int repetition = 0; repetition < 2; repetition++)
        {
            SearchResult<float> found = _index.Search(_queries, k, options);
            Assert.Equal(expected.Ids, found.Ids);
            Assert.Equal(expected.Distances, found.Distances);
        }
        Assert.Equal(expected.Ids, _index.SearchAndReconstruct(_queries, k, out _, options).Ids);
        Assert.Equal(factor > 1, !expected.Ids.SequenceEqual(_index.Search(_queries, k, new SearchOptions { RefineFactor = 1 }).Ids));
    }

    [Fact]
    public void Search_ProbesInTheCalibration_TakeTheirPlace()
    {
        using VectorIndex index = VectorIndex.Create(Dimension, "IVF16,Flat", Metric.L2);
        index.Train(_vectors);
        index.Add(_vectors);
        index.QualityCard = """{"calibration": {"steps": [{"nprobe": 1, "bound": 0.5}, {"nprobe": 4, "refine_factor": null, "bound": 0.9}]}}""";
        SearchResult<float> expected = index.Search(_queries, 5, new SearchOptions { NProbe = 4 });
        Assert.Equal(expected.Ids, index.Search(_queries, 5, new SearchOptions { TargetRetention = 0.9, NProbe = 1 }).Ids);
        Assert.Equal(
            expected.Ids, index.Search(_queries, 5, new SearchOptions { TargetRetention = 0.9, NProbes = Enumerable.Repeat(2, 20).ToArray() }).Ids);
    }

    [Fact]
    public void Search_MoreThanIsProved_SaysHowMuchIs()
    {
        string message = Assert.Throws<InvalidOperationException>(() => _index.Search(_queries, 5, new SearchOptions { TargetRetention = 0.99 })).Message;
        Assert.Contains("keep 0.99", message);
        Assert.Contains("0.98 is", message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("{\"calibration\": null}")]
    public void Search_NoCalibration_SaysSo(string? card)
    {
        _index.QualityCard = card;
        string message = Assert.Throws<InvalidOperationException>(() => _index.Search(_queries, 5, new SearchOptions { TargetRetention = 0.9 })).Message;
        Assert.Contains("no calibration", message);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"calibration\": {}}")]
    [InlineData("{\"calibration\": {\"steps\": [{\"refine_factor\": 2}]}}")]
    [InlineData("{\"calibration\": {\"steps\": [{\"refine_factor\": 0.5, \"bound\": 1}]}}")]
    [InlineData("{\"calibration\": {\"steps\": [{\"nprobe\": 0, \"bound\": 1}]}}")]
    [InlineData("{\"calibration\": {\"steps\": [{\"nprobe\": \"many\", \"bound\": 1}]}}")]
    public void Search_DamagedCalibration_SaysSo(string card)
    {
        _index.QualityCard = card;
        string message = Assert.Throws<InvalidOperationException>(() => _index.Search(_queries, 5, new SearchOptions { TargetRetention = 0.9 })).Message;
        Assert.Contains("cannot be read", message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Search_NoTarget_Throws(double target)
        => Assert.Throws<ArgumentOutOfRangeException>(() => _index.Search(_queries, 5, new SearchOptions { TargetRetention = target }));

    [Fact]
    public void Find_StepBehindWhichOneFails_IsNotTaken()
    {
        Assert.Equal(2, RetentionSteps.Find([0.99, 0.9, 0.99], 0.95));
        Assert.Equal(0, RetentionSteps.Find([0.96, 0.97], 0.95));
        Assert.Equal(-1, RetentionSteps.Find([0.96, 0.9], 0.95));
        Assert.Equal(-1, RetentionSteps.Find([], 0.95));
    }

    private static float[] Vectors(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * Dimension).Select(_ => random.NextSingle() - 0.5f)];
    }
}
