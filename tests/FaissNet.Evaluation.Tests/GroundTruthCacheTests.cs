namespace FaissNet.Evaluation.Tests;

public sealed class GroundTruthCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly VectorSource _stored = VectorSource.FromArray(TestVectors.Random(50, 8, seed: 1), 8);
    private readonly float[] _queries = TestVectors.Random(6, 8, seed: 2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compute_Again_TakesWhatIsKept()
    {
        ExactNeighbours first = Compute();
        string file = Assert.Single(_folder.Files);
        Assert.Equal(first.Ids, Compute().Ids);
        // A well-formed file of other results, to see that it is read: the same search with the stored vectors reversed.
        var other = new GroundTruthCache(_folder[""], _stored, _queries, Metric.L2, 3, EvaluationOptions.Default);
        other.Write(new ExactNeighbours(3, new float[18], [.. Enumerable.Repeat(7L, 18)]));
        Assert.Equal([file], _folder.Files);
        Assert.Equal([.. Enumerable.Repeat(7L, 18)], Compute().Ids);
    }

    [Fact]
    public void Compute_OtherDataMetricOrDepth_KeepsAnotherFile()
    {
        Compute();
        GroundTruth.Compute(_stored, _queries, Metric.InnerProduct, 3, Options());
        GroundTruth.Compute(_stored, _queries, Metric.L2, 4, Options());
        GroundTruth.Compute(_stored, _queries[..8], Metric.L2, 3, Options());
        GroundTruth.Compute(VectorSource.FromArray(TestVectors.Random(50, 8, seed: 3), 8), _queries, Metric.L2, 3, Options());
        Assert.Equal(5, _folder.Files.Length);
    }

    [Fact]
    public void Compute_DamagedFile_IsIgnoredAndReplaced()
    {
        ExactNeighbours right = Compute();
        string path = _folder[Assert.Single(_folder.Files)];
        byte[] good = File.ReadAllBytes(path);
        for (int i = 0; i < good.Length; i += 7)
        {
            byte[] bad = [.. good];
            bad[i] ^= 0x10;
            AssertReplaced(bad);
        }
        AssertReplaced([]);
        AssertReplaced(good[..^1]);
        AssertReplaced([.. good, 0]);

        void AssertReplaced(byte[] bad)
        {
            File.WriteAllBytes(path, bad);
            Assert.Equal(right.Ids, Compute().Ids);
            Assert.Equal(good, File.ReadAllBytes(path));
            Assert.Single(_folder.Files);
        }
    }

    [Fact]
    public void Compute_FolderThatCannotBeMade_OnlySearches()
    {
        _folder.Write("taken", 1);
        ExactNeighbours found = GroundTruth.Compute(_stored, _queries, Metric.L2, 3, new EvaluationOptions { GroundTruthFolder = _folder["taken/below"] });
        Assert.Equal(GroundTruth.Compute(_stored, _queries, Metric.L2, 3).Ids, found.Ids);
        Assert.Equal(["taken"], _folder.Files);
    }

    private EvaluationOptions Options() => new() { GroundTruthFolder = _folder[""] };

    private ExactNeighbours Compute() => GroundTruth.Compute(_stored, _queries, Metric.L2, 3, Options());
}
