namespace FaissNet.Evaluation.Tests;

public class AdvisorTests
{
    private const int Dimension = 32;

    private static readonly string[] s_candidates = ["Flat", "SQ8", "SQ4", "PQ8np", "PQ4np", "PQ4np,Refine(SQ8)"];

    [Fact]
    public void Recommend_RetentionOnly_TakesTheSmallestCodeThatKeepsIt()
    {
        RetrievalDataSet data = DataSet();
        using Recommendation found = Advisor.Recommend(data, Options() with { MinRetention = 0.9 });
        Assert.Equal("SQ4", found.Winner!.Factory);
        Assert.Equal(16, found.Winner.BytesPerVector);
        Assert.True(found.Winner.Retention.Low >= 0.9);
        Assert.Equal(2, found.Alternatives.Count);
        Assert.Empty(found.Limits);
        // All vectors are in it, and it answers like an index that was built by hand.
        Assert.Equal(2000, found.Index!.Count);
        using VectorIndex expected = VectorIndex.Create(Dimension, "SQ4", Metric.InnerProduct);
        expected.Train(data.Base.ReadAll());
        expected.Add(data.Base.ReadAll());
        float[] queries = data.Queries.ReadAll();
        Assert.Equal(expected.Search(queries, 5).Ids, found.Index.Search(queries, 5).Ids);
        // A quarter of 2,000 queries measures it.
        Assert.Equal(500, found.Measured!.Metrics.QueryCount);
        Assert.Empty(found.BrokenWhenBuilt);
        Assert.Contains("SQ4 has the smallest code of the 6 candidates that keep to 0.9 of R@1", found.Reason);
    }

    [Fact]
    public void Recommend_BytesOnly_TakesTheBestQualityWithinThem()
    {
        using Recommendation found = Advisor.Recommend(DataSet(), Options() with { MaxBytes = 40 });
        Assert.Contains(found.Winner!.Factory, (string[])["SQ8", "PQ4np,Refine(SQ8)"]);
        Assert.DoesNotContain(found.Finalists, trial => trial.BytesPerVector > 40);
        Assert.True(found.Winner.Retention.Value >= found.Finalists.Max(trial => trial.Retention.Value) - 0.005);
    }

    [Fact]
    public void Recommend_Refinement_SetsTheDepthInTheIndex()
    {
        RetrievalDataSet data = DataSet();
        using Recommendation found = Advisor.Recommend(data, Options() with { MinRetention = 0.9, Candidates = ["PQ4np,Refine(SQ8)"] });
        var refine = (RefineIndex)found.Index!;
        Assert.Equal(found.Winner!.RefineFactor, refine.KFactor);
        Assert.Equal("hybrid", found.Winner.Family);
        Assert.Equal($"PQ4np,Refine(SQ8) (k_factor_rf={refine.KFactor})", found.Winner.ToString());
        Assert.Equal(7, found.Calibration!.Steps.Count);
        // The card says all that, and a search that asks for retention takes its depth from there.
        QualityCard card = refine.Quality!;
        Assert.Equal(found.Winner.RefineFactor, card.Index.RefineFactor);
        Assert.Equal(found.Measured!.KeptR1Interval, card.Metrics.KeptR1);
        float[] queries = data.Queries.ReadAll();
        float factor = card.Calibration!.StepFor(0.9)!.RefineFactor!.Value;
        Assert.Equal(
            refine.Search(queries, 10, new SearchOptions { RefineFactor = factor }).Ids,
            refine.Search(queries, 10, new SearchOptions { TargetRetention = 0.9 }).Ids);
    }

    [Fact]
    public void Recommend_LimitsThatExcludeEachOther_NamesWhatBindsAndTheBestOfEach()
    {
        using Recommendation found = Advisor.Recommend(DataSet(), Options() with { MaxBytes = 8, MinRetention = 0.97, MaxLatency = 1000 });
        Assert.Null(found.Winner);
        Assert.Null(found.Index);
        Assert.Empty(found.Alternatives);
        Assert.Equal(
            [(AdvisorLimit.Bytes, 8.0, true), (AdvisorLimit.Retention, 0.97, true), (AdvisorLimit.Latency, 1000.0, false)],
            found.Limits.Select(limit => (limit.Limit, limit.Value, limit.Binds)));
        Assert.Equal("PQ8np", found.Limits[0].Best!.Factory);
        Assert.Equal("SQ8", found.Limits[1].Best!.Factory);
        Assert.Contains("without the limit of 8 bytes, or without that of 0.97 of R@1", found.Reason);
    }

    [Fact]
    public void Recommend_SameSeed_ChoosesTheSame()
    {
        AdvisorOptions options = Options() with { MinRetention = 0.9 };
        using Recommendation first = Advisor.Recommend(DataSet(), options);
        using Recommendation second = Advisor.Recommend(DataSet(), options with { MaxDegreeOfParallelism = 1 });
        Assert.Equal(
            first.Finalists.Select(trial => (trial.Factory, trial.Retention, trial.MemoryBytes)),
            second.Finalists.Select(trial => (trial.Factory, trial.Retention, trial.MemoryBytes)));
    }

    [Fact]
    public void Recommend_CodeThatLearnsFromQueries_IsGivenThoseForTraining()
    {
        using Recommendation found = Advisor.Recommend(DataSet(), Options() with { MinRetention = 0.5, Candidates = ["Modality,L2norm,SQ8", "Hub,SQ8"] });
        Assert.Equal("Modality,L2norm,SQ8", found.Winner!.Factory);
        Assert.Equal(["Hub,SQ8"], found.Alternatives.Select(trial => trial.Factory));
        Assert.Equal(1000, found.Index!.Quality!.Data.LearnedFromQueryCount);
        // Where queries are compared by distance, such codes are none.
        RetrievalDataSet data = DataSet();
        Assert.Throws<ArgumentException>(() => Advisor.Recommend(
            new RetrievalDataSet(data.Base, data.Queries, Metric.L2), Options() with { Candidates = ["Modality,SQ8", "Hub,SQ8"] }));
    }

    [Fact]
    public void Recommend_NoJudgments_KeepsTheNearestNeighbours()
    {
        RetrievalDataSet judged = DataSet();
        using Recommendation found = Advisor.Recommend(
            new RetrievalDataSet(judged.Base, judged.Queries, Metric.L2), Options() with { MinRetention = 0.9 });
        Assert.Equal(1, found.Measured!.FloatMetrics.R1);
        Assert.Equal("SQ8", found.Winner!.Factory);
    }

    [Fact]
    public void Recommend_BadArguments_Throw()
    {
        RetrievalDataSet data = DataSet();
        var few = new RetrievalDataSet(data.Base, VectorSource.FromArray(new float[Dimension * 50], Dimension), Metric.L2);
        Assert.Contains("at least 100", Assert.Throws<ArgumentException>(() => Advisor.Recommend(few)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Advisor.Recommend(data, new AdvisorOptions { MaxBytes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Advisor.Recommend(data, new AdvisorOptions { MinRetention = double.NaN }));
        Assert.Throws<ArgumentException>(() => Advisor.Recommend(data, new AdvisorOptions { Candidates = [] }));
        Assert.Throws<ArgumentException>(() => Advisor.Recommend(data, new AdvisorOptions { Candidates = ["PQ5", "no index"] }));
        Assert.ThrowsAny<OperationCanceledException>(
            () => Advisor.Recommend(data, new AdvisorOptions { CancellationToken = new CancellationToken(canceled: true) }));
    }

    [Fact]
    public void Candidates_FewBytes_AreMadeAtThatSize()
    {
        List<Candidate> candidates = CandidateSpace.For(512, Metric.InnerProduct, 10_000, new AdvisorOptions { MaxBytes = 64 }.Checked());
        Assert.Contains(candidates, candidate => candidate is { Template: "PQ64np", Bytes: 64, Family: "product" });
        Assert.Contains(candidates, candidate => candidate is { Template: "SQ8", Bytes: 512, Family: "scalar" });
        Assert.Contains(candidates, candidate => candidate is { Template: "Hub,Modality,L2norm,ITQ504,PQ504x1np", Bytes: 64, Family: "binary" });
        Assert.Contains(candidates, candidate => candidate.Template == ModalityRecipes.Scalar4 && candidate.Bytes == 257);
        Assert.Contains(candidates, candidate => candidate.Template == ModalityRecipes.SignsRefined(512) && candidate is { Bytes: 576, Family: "hybrid" });
        Assert.Contains(candidates, candidate => candidate.Template == ModalityRecipes.Product(512, 64));
        Assert.DoesNotContain(candidates, candidate => candidate.HasLists);
        Assert.Equal(candidates.Count, candidates.Select(candidate => candidate.Template).Distinct().Count());
        List<Candidate> large = CandidateSpace.For(512, Metric.InnerProduct, 1_000_000, AdvisorOptions.Default);
        Assert.Contains(large, candidate => candidate is { Template: "IVF{n},SQ8", HasLists: true });
    }

    [Fact]
    public void FactoryFor_PartOfTheVectors_KeepsTheLengthOfLists()
    {
        var candidate = new Candidate("scalar", "IVF{n},SQ8", HasLists: true);
        Assert.Equal("IVF4096,SQ8", candidate.FactoryFor(1_000_000, 1_000_000));
        Assert.Equal("IVF41,SQ8", candidate.FactoryFor(10_000, 1_000_000));
    }

    private static AdvisorOptions Options() => new() { Candidates = s_candidates };

    private static RetrievalDataSet DataSet() => ItemData.Create(Dimension, 2000);
}
