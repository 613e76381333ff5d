using FaissNet.Contract;

namespace FaissNet.Indexes;

public sealed class WrapperIndexTests
{
    private const int D = IndexCases.Dimension;

    [Fact]
    public void Refine_LargerFactor_FindsTheTrueNeighbours()
    {
        using var index = (RefineIndex)IndexCases.Trained("PQ4x4np,RFlat", Metric.L2);
        float[] vectors = IndexCases.Vectors();
        index.Add(vectors);
        using var flat = new FlatIndex(D);
        flat.Add(vectors);
        float[] queries = IndexCases.Vectors(25, seed: 13);
        SearchResult<float> exact = flat.Search(queries, 5);
        Assert.Equal(exact.Ids, index.Search(queries, 5, new SearchOptions { RefineFactor = 120 }).Ids);
        Assert.NotEqual(exact.Ids, index.Search(queries, 5).Ids);
        index.KFactor = 120;
        Assert.Equal(exact.Ids, index.Search(queries, 5).Ids);
        // One candidate per result: the base decides which, the refine index only scores and orders them.
        SearchResult<float> coarse = index.Base.Search(queries, 5);
        SearchResult<float> refined = index.Search(queries, 5, new SearchOptions { RefineFactor = 1 });
        for (int q = 0; q < 25; q++)
            Assert.Equal(coarse.IdsOf(q).ToArray().Order(), refined.IdsOf(q).ToArray().Order());
    }

    [Fact]
    public void Refine_FractionalFactor_IsCutToWholeCandidates()
    {
        using var baseIndex = new FlatIndex(1);
        using var store = new FlatIndex(1);
        using var index = new RefineIndex(baseIndex, store);
        index.Add([0, 1, 2, 3, 4]);
        SearchResult<float> result = index.Search([0.1f], 3, new SearchOptions { RefineFactor = 1.3f });
        Assert.Equal([0, 1, 2], result.Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.KFactor = 0.9f);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.KFactor = float.NaN);
    }

    [Fact]
    public void Refine_NProbePerCall_ReachesTheInvertedFile()
    {
        using var index = (RefineIndex)IndexCases.Trained("IVF12,PQ8np,RFlat", Metric.L2);
        index.Add(IndexCases.Vectors());
        float[] queries = IndexCases.Vectors(1, seed: 13);
        SearchResult<float> one = index.Search(queries, 600, new SearchOptions { NProbe = 1 });
        SearchResult<float> all = index.Search(queries, 600, new SearchOptions { NProbe = 12 });
        Assert.Contains(-1, one.Ids);
        Assert.DoesNotContain(-1, all.Ids);
    }

    [Fact]
    public void Refine_IndexesThatDoNotFit_Throws()
    {
        using var flat = new FlatIndex(4);
        using var other = new FlatIndex(5);
        using var product = new FlatIndex(4, Metric.InnerProduct);
        using var filled = new FlatIndex(4);
        filled.Add(new float[4]);
        Assert.Throws<ArgumentException>(() => new RefineIndex(flat, other));
        Assert.Throws<ArgumentException>(() => new RefineIndex(flat, product));
        Assert.Throws<ArgumentException>(() => new RefineIndex(flat, filled));
        Assert.Throws<ArgumentException>(() => new RefineIndex(flat, flat));
        Assert.Throws<ArgumentNullException>(() => new RefineIndex(flat, null!));
    }

    [Fact]
    public void Refine_AddCancelledInTheBase_StoreIsCutBack()
    {
        using var source = new CancellationTokenSource();
        using var index = (RefineIndex)IndexCases.Trained("IVF8,PQ8np,RFlat", Metric.L2);
        index.Add(IndexCases.Vectors(10));
        var options = new BuildOptions { CancellationToken = source.Token, Progress = new CancelAtAdding(source) };
        Assert.ThrowsAny<OperationCanceledException>(() => index.Add(IndexCases.Vectors(20_000, seed: 8), options));
        Assert.Equal(10, index.Base.Count);
        Assert.Equal(10, index.RefineStore.Count);
    }

    [Fact]
    public void Refine_MergeWithOtherStore_ThrowsAndChangesNeither()
    {
        using var left = (RefineIndex)VectorIndex.Create(D, "Flat,Refine(SQ8)");
        using var right = (RefineIndex)VectorIndex.Create(D, "Flat,Refine(SQ8)");
        left.Train(IndexCases.Vectors(seed: 1));
        right.Train(IndexCases.Vectors(seed: 2));
        left.Add(IndexCases.Vectors(3));
        right.Add(IndexCases.Vectors(4));
        Assert.Throws<ArgumentException>(() => left.Merge(right));
        Assert.Equal((3, 3), (left.Base.Count, left.RefineStore.Count));
        Assert.Equal((4, 4), (right.Base.Count, right.RefineStore.Count));
    }

    [Fact]
    public void Refine_ManyCandidatesPerQuery_BlocksOfQueriesGiveTheSame()
    {
        using var index = (RefineIndex)VectorIndex.Create(1, "Flat,RFlat");
        float[] vectors = [.. Enumerable.Range(0, 30_000).Select(i => (float)i)];
        index.Add(vectors);
        float[] queries = [.. Enumerable.Range(0, 60).Select(i => 500f * i)];
        // 60 queries of 30,000 candidates are more than one block.
        SearchResult<float> result = index.Search(queries, 1, new SearchOptions { RefineFactor = 40_000 });
        Assert.Equal(queries.Select(x => (long)x), result.Ids);
    }

    [Fact]
    public void IdMap_DuplicateIds_ReconstructsTheLastAndRemovesAll()
    {
        using var index = new IdMapIndex(new FlatIndex(1), hasReverseMap: true);
        index.AddWithIds([1, 2, 3], [7, 8, 7]);
        Assert.Equal([3f], index.Reconstruct(7));
        Assert.Equal(2, index.Remove(IdFilter.Of(7)));
        Assert.Equal([2f], index.Reconstruct(8));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Reconstruct(7));
        Assert.Equal([8, -1], index.Search([1], 2).Ids);
    }

    [Fact]
    public void IdMap_Merge_ShiftsTheIdsOutside()
    {
        using var left = new IdMapIndex(new FlatIndex(1), hasReverseMap: true);
        using var right = new IdMapIndex(new FlatIndex(1), hasReverseMap: true);
        left.AddWithIds([1], [5]);
        right.AddWithIds([2, 3], [6, 7]);
        left.Merge(right, 100);
        Assert.Equal([2f], left.Reconstruct(106));
        Assert.Equal([3f], left.Reconstruct(107));
        Assert.Equal([107, 106, 5], left.Search([4], 3).Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => right.Reconstruct(6));
        using var withoutMap = new IdMapIndex(new FlatIndex(1));
        Assert.Throws<ArgumentException>(() => left.Merge(withoutMap));
    }

    [Fact]
    public void IdMap_OverFilledIndex_Throws()
    {
        using var flat = new FlatIndex(1);
        flat.Add([1]);
        Assert.Throws<ArgumentException>(() => new IdMapIndex(flat));
    }

    [Fact]
    public void IdMap_RangeSearch_ReturnsIdsOutside()
    {
        using var index = new IdMapIndex(new FlatIndex(1));
        index.AddWithIds([1, 2, 3], [70, 80, 90]);
        Assert.Equal([80, 90], index.RangeSearch([3], 2, new SearchOptions { Filter = IdFilter.Range(75, 100) }).Ids);
    }

    private sealed class CancelAtAdding(CancellationTokenSource source) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value)
        {
            // The store reports its own rows first; the inverted file is the one that works in blocks.
            if (value.Completed < value.Total)
                source.Cancel();
        }
    }
}
