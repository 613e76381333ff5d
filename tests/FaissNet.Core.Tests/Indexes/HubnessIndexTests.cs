using FaissNet.Transforms;

namespace FaissNet.Indexes;

public sealed class HubnessIndexTests
{
    private const int Dimension = TwoModalities.Dimension;

    private static readonly TwoModalities s_data = new();

    [Fact]
    public void Search_AgainstTheFormula_TakesPenaltiesOff()
    {
        using HubnessIndex index = Filled("Hub,Flat");
        // All are looked at, so that nothing depends on the depth.
        index.DepthFactor = 100;
        index.Lambda = 0.75f;
        SearchResult<float> found = index.Search(s_data.HeldOut, 10);
        for (int q = 0; q < 5; q++)
        {
            ReadOnlySpan<float> query = s_data.HeldOut.Slice(q * Dimension, Dimension);
            var scores = new double[600];
            for (int i = 0; i < 600; i++)
                scores[i] = Dot(query, s_data.Stored.AsSpan(i * Dimension, Dimension)) - 0.75 * index.Penalty(i);
            int[] order = [.. Enumerable.Range(0, 600).OrderByDescending(i => scores[i])];
            for (int rank = 0; rank < 10; rank++)
                Assert.Equal(scores[order[rank]], found.DistancesOf(q)[rank], 1e-3);
        }
    }

    [Fact]
    public void Penalty_IsTheMeanOfTheBestTenQueriesToTheNearestLevel()
    {
        using HubnessIndex index = Filled("Hub,Flat");
        var penalties = new double[600];
        for (int i = 0; i < 600; i++)
        {
            var scores = new List<double>();
            for (int q = 0; q < 200; q++)
                scores.Add(Dot(s_data.Queries.AsSpan(q * Dimension, Dimension), s_data.Stored.AsSpan(i * Dimension, Dimension)));
            penalties[i] = scores.OrderDescending().Take(10).Average();
        }
        double step = (penalties.Max() - penalties.Min()) * 1.2 / 255;
        for (int i = 0; i < 600; i++)
            Assert.Equal(penalties[i], index.Penalty(i), step / 2 + 1e-3);
    }

    [Fact]
    public void Search_CodesInTwoCones_FindsMoreThanWithout()
    {
        using HubnessIndex with = Filled("Hub,PQ4np");
        double recall = s_data.Recall(with);
        with.Lambda = 0;
        Assert.True(recall > s_data.Recall(with) + 0.05, $"{recall} with penalties, {s_data.Recall(with)} without");
    }

    [Theory]
    [InlineData("Hub,PQ8np")]
    [InlineData("Hub,RR16,SQ8")]
    [InlineData("Hub,IVF4,SQ8")]
    [InlineData("Hub,L2norm,LSHr")]
    [InlineData("Hub,RR16,LSHt")]
    [InlineData("Hub,L2norm,(ITQ8,PQ8x1np,Refine(SQ8))")]
    public void Save_AndLoad_AnswersTheSame(string description)
    {
        using HubnessIndex index = Filled(description);
        using var file = new MemoryStream();
        index.Save(file);
        file.Position = 0;
        using VectorIndex loaded = VectorIndex.Load(file);
        Assert.Equal(description, loaded.Description);
        Assert.Equal(index.Search(s_data.HeldOut, 7).Ids, loaded.Search(s_data.HeldOut, 7).Ids);
        Assert.Equal(index.Search(s_data.HeldOut, 7).Distances, loaded.Search(s_data.HeldOut, 7).Distances);
        using var again = new MemoryStream();
        loaded.Save(again);
        Assert.Equal(file.ToArray(), again.ToArray());
    }

    [Fact]
    public void Add_ToALoadedIndex_NeedsTheQueriesAgain()
    {
        using HubnessIndex index = Filled("Hub,SQ8");
        using var file = new MemoryStream();
        index.Save(file);
        file.Position = 0;
        using var loaded = (HubnessIndex)VectorIndex.Load(file);
        float[] more = s_data.Stored[..(3 * Dimension)];
        var error = Assert.Throws<InvalidOperationException>(() => loaded.Add(more));
        Assert.Contains("LearnQueries before adding", error.Message);
        Assert.Equal(600, loaded.Count);
        loaded.LearnQueries(s_data.Queries.AsSpan(0, s_data.Queries.Length / 2));
        loaded.Add(more);
        Assert.Equal(603, loaded.Count);
        Assert.Equal(loaded.Penalty(2), loaded.Penalty(602));
    }

    [Fact]
    public void Remove_PenaltiesStayWithTheirVectors()
    {
        using HubnessIndex index = Filled("Hub,SQ8");
        float[] before = [.. Enumerable.Range(0, 600).Select(i => index.Penalty(i))];
        Assert.Equal(100, index.Remove(IdFilter.Range(50, 150)));
        Assert.Equal(before[..50].Concat(before[150..]), Enumerable.Range(0, 500).Select(i => index.Penalty(i)));
    }

    [Fact]
    public void Merge_OfOneTraining_EqualsAddingAll()
    {
        using HubnessIndex whole = Filled("Hub,SQ8"), part = Filled("Hub,SQ8"), rest = Filled("Hub,SQ8");
        part.Reset();
        rest.Reset();
        part.Add(s_data.Stored.AsSpan(0, 400 * Dimension));
        rest.Add(s_data.Stored.AsSpan(400 * Dimension));
        part.Merge(rest);
        Assert.Equal(0, rest.Count);
        Assert.Equal(whole.Search(s_data.HeldOut, 5).Ids, part.Search(s_data.HeldOut, 5).Ids);
        Assert.Equal(whole.Search(s_data.HeldOut, 5).Distances, part.Search(s_data.HeldOut, 5).Distances);
    }

    [Fact]
    public void Encode_AppendsThePenaltyAndDecodeLeavesItOut()
    {
        using HubnessIndex index = Filled("Hub,SQ8");
        var codes = new byte[index.CodeSize];
        index.Encode(s_data.Stored.AsSpan(0, Dimension), codes);
        var inner = new byte[index.Inner.CodeSize];
        index.Inner.Encode(s_data.Stored.AsSpan(0, Dimension), inner);
        Assert.Equal(inner, codes[..^1]);
        var decoded = new float[Dimension];
        index.Decode(codes, decoded);
        Assert.Equal(index.Reconstruct(0), decoded);
    }

    [Fact]
    public void RangeSearch_FindsWhatScoresAboveTheRadius()
    {
        using HubnessIndex index = Filled("Hub,SQ8");
        index.DepthFactor = 100;
        ReadOnlySpan<float> query = s_data.HeldOut[..Dimension];
        SearchResult<float> all = index.Search(query, 600);
        float radius = (all.Distances[30] + all.Distances[31]) / 2;
        RangeSearchResult<float> found = index.RangeSearch(query, radius);
        Assert.Equal(all.Ids[..31].Order(), found.Ids.Order());
    }

    [Fact]
    public void Search_Warm_AllocatesNothing()
    {
        using HubnessIndex index = Filled("Hub,PQ8np");
        float[] queries = s_data.HeldOut[..(25 * Dimension)].ToArray();
        var distances = new float[250];
        var ids = new long[250];
        var options = new SearchOptions { MaxDegreeOfParallelism = 1 };
        AllocationAssert.NoneOnceWarm(() => index.Search(queries, 10, distances, ids, options));
    }

    [Theory]
    [InlineData("Hub,LSH")]
    [InlineData("Hub,Modality,L2norm,ITQ16,LSHt")]
    public void Search_Signs_AddsPenaltiesToDistances(string description)
    {
        using HubnessIndex index = Filled(description);
        index.DepthFactor = 100;
        index.Lambda = 0.75f;
        ReadOnlySpan<float> query = s_data.HeldOut[..Dimension];
        SearchResult<float> all = index.Inner.Search(query, 600), found = index.Search(query, 600);
        var expected = new float[600];
        for (int rank = 0; rank < 600; rank++)
            expected[rank] = all.Distances[rank] + 0.75f * index.Penalty(all.Ids[rank]);
        Assert.All(Enumerable.Range(0, 600), i => Assert.True(index.Penalty(i) <= 0));
        Array.Sort(expected);
        for (int rank = 0; rank < 600; rank++)
            Assert.Equal(expected[rank], found.Distances[rank], 1e-3f);
        float radius = (expected[30] + expected[33]) / 2;
        Assert.Equal(found.Ids[..found.Distances.Count(distance => distance < radius)].Order(), index.RangeSearch(query, radius).Ids.Order());
    }

    [Fact]
    public void Penalty_OfSigns_IsMinusTheMeanDistanceOfTheNearestQueries()
    {
        using HubnessIndex index = Filled("Hub,LSH");
        for (int i = 0; i < 600; i += 100)
        {
            var distances = new List<int>();
            for (int q = 0; q < 200; q++)
            {
                int differing = 0;
                for (int j = 0; j < Dimension; j++)
                    differing += s_data.Queries[q * Dimension + j] >= 0 != s_data.Stored[i * Dimension + j] >= 0 ? 1 : 0;
                distances.Add(differing);
            }
            Assert.Equal(-distances.Order().Take(10).Average(), index.Penalty(i), 0.03 * Dimension);
        }
    }

    [Fact]
    public void Search_SignsOfTwoCones_FindsMoreThanWithout()
    {
        using HubnessIndex with = Filled("Hub,Modality,L2norm,ITQ,LSH");
        double recall = s_data.Recall(with);
        with.Lambda = 0;
        Assert.True(recall > s_data.Recall(with), $"{recall} with penalties, {s_data.Recall(with)} without");
    }

    [Fact]
    public void Penalty_OfWhatScoresCandidatesAgain_IsThatOfItsPreciseCodes()
    {
        using HubnessIndex refined = Filled("Hub,L2norm,(ITQ8,PQ8x1np,Refine(SQ8))"), precise = Filled("Hub,L2norm,SQ8");
        for (int i = 0; i < 600; i++)
            Assert.Equal(precise.Penalty(i), refined.Penalty(i));
        Assert.Equal(1 + 8 / 8 + Dimension, refined.CodeSize);
    }

    [Fact]
    public void Create_L2_Throws()
        => Assert.Throws<ArgumentException>(() => VectorIndex.Create(Dimension, "Hub,SQ8", Metric.L2));

    [Theory]
    [InlineData("Hub,Hub,SQ8")]
    [InlineData("Hub,IDMap,SQ8")]
    [InlineData("Hub,L2norm,IDMap,SQ8")]
    public void Create_PenaltiesTwiceOrIdsOfTheCaller_Throws(string description)
        => Assert.Throws<ArgumentException>(() => VectorIndex.Create(Dimension, description, Metric.InnerProduct));

    [Fact]
    public void SetParameters_AreThoseOfTheIndexInside()
    {
        using var index = (HubnessIndex)VectorIndex.Create(Dimension, "Hub,IVF4,SQ8", Metric.InnerProduct);
        index.SetParameters("nprobe=3");
        Assert.Equal(3, ((IvfIndex)index.Inner).NProbe);
    }

    [Fact]
    public void Train_NoQueries_Throws()
    {
        using VectorIndex index = VectorIndex.Create(Dimension, "Hub,SQ8", Metric.InnerProduct);
        Assert.Throws<ArgumentException>(() => index.Train(s_data.Stored));
        Assert.False(index.IsTrained);
    }

    private static HubnessIndex Filled(string description)
    {
        var index = (HubnessIndex)VectorIndex.Create(
            Dimension, description, description.Contains("LSH", StringComparison.Ordinal) ? Metric.L2 : Metric.InnerProduct);
        index.Train(s_data.Stored, s_data.Learning);
        index.Add(s_data.Stored);
        return index;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}
