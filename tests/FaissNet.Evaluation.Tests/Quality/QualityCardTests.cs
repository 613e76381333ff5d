using System.Text.Json;

namespace FaissNet.Evaluation.Tests;

public class QualityCardTests
{
    [Fact]
    public void Create_MeasuredIndex_SaysWhatWasMeasured()
    {
        (QualityCard card, RetrievalDataSet data, RetrievalResult measured) = Measured();
        Assert.Equal((1, "managed"), (card.Version, card.Engine));
        Assert.Equal(
            ("SQ8", "inner_product", 32, 2000L, 32.0, 3),
            (card.Index.Factory, card.Index.Metric, card.Index.Dimension, card.Index.Count, card.Index.BytesPerVector, card.Index.NProbe!.Value));
        Assert.Equal(measured.Cost.FileBytes, card.Index.FileBytes);
        Assert.Equal(DataFingerprint.Compute(data.Base), card.Data.BaseFingerprint);
        Assert.Equal((150L, 150L, true), (card.Data.QueryCount, card.Data.LearnedFromQueryCount, card.Data.IsJudged));
        DataGeometry geometry = DataGeometry.Measure(data.Base, data.Queries);
        Assert.Equal(geometry.ModalityGap, card.Geometry.ModalityGap);
        Assert.Equal(geometry.Stored.Mean.Span[5], card.Geometry.Stored.Mean[5], 1e-5);
        Assert.Equal(1, card.Geometry.Stored.Spectrum.Sum(), 1e-3);
        Assert.Equal(measured.KeptR1Interval, card.Metrics.KeptR1);
        Assert.Equal(measured.FloatMetrics.R10, card.Metrics.FloatR10);
        Assert.Equal(measured.Cost.LatencyP50, card.Cost.LatencyP50);
        Assert.Equal(1, Assert.Single(card.Calibration!.Steps).Retention, 0.05);
    }

    [Fact]
    public void Json_WrittenAndRead_SaysTheSame()
    {
        QualityCard card = Measured().Card;
        string json = card.ToJson();
        Assert.Equal(json, QualityCard.Parse(json).ToJson());
        Assert.Equal(card.Metrics, QualityCard.Parse(json).Metrics);
        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.Equal(
            ["version", "engine", "engine_version", "measured_at", "index", "data", "geometry", "metrics", "cost", "calibration"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(3, root.GetProperty("index").GetProperty("nprobe").GetInt32());
        Assert.Equal(["value", "low", "high"], root.GetProperty("metrics").GetProperty("kept_r1").EnumerateObject().Select(property => property.Name));
        Assert.Equal(JsonValueKind.Array, root.GetProperty("calibration").GetProperty("steps").ValueKind);
        Assert.DoesNotContain('\n', json);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1, 2]")]
    [InlineData("{\"version\": 1, \"engine\": \"managed\"}")]
    public void Parse_NoCard_Throws(string json) => Assert.Contains("not a quality card", Assert.Throws<FormatException>(() => QualityCard.Parse(json)).Message);

    [Fact]
    public void Parse_OtherVersions_AreToldApart()
    {
        QualityCard card = Measured().Card;
        Assert.Contains("version 2", Assert.Throws<FormatException>(() => QualityCard.Parse((card with { Version = 2 }).ToJson())).Message);
        Assert.Throws<FormatException>(() => QualityCard.Parse((card with { Calibration = card.Calibration! with { Steps = [] } }).ToJson()));
        // What a later library adds to the same version is passed over.
        Assert.Equal(card.ToJson(), QualityCard.Parse("{\"new\": [1]," + card.ToJson()[1..]).ToJson());
    }

    [Fact]
    public void Create_OtherIndex_Throws()
    {
        (QualityCard _, RetrievalDataSet data, RetrievalResult measured) = Measured();
        using var empty = new FlatIndex(32, Metric.InnerProduct);
        Assert.Throws<ArgumentException>(() => QualityCard.Create(empty, data, measured));
    }

    [Fact]
    public void Quality_SavedWithAnIndex_ComesBack()
    {
        QualityCard card = Measured().Card;
        using var index = new FlatIndex(32, Metric.InnerProduct);
        Assert.Null(index.Quality);
        index.Quality = card;
        using var file = new MemoryStream();
        index.Save(file);
        file.Position = 0;
        using VectorIndex loaded = VectorIndex.Load(file);
        Assert.Equal(card.ToJson(), loaded.Quality!.ToJson());
        loaded.Quality = null;
        Assert.Null(loaded.QualityCard);
    }

    private static (QualityCard Card, RetrievalDataSet Data, RetrievalResult Measured) Measured()
    {
        RetrievalDataSet data = ItemData.Create(32, 300).HoldOut();
        VectorIndex index = VectorIndex.Create(32, "SQ8", data.Metric);
        using var retriever = new IndexRetriever(index);
        var evaluator = new RetrievalEvaluator(data, new EvaluationOptions { MinimumSearchTime = TimeSpan.Zero });
        RetrievalResult measured = evaluator.Evaluate(retriever);
        QualityCard card = QualityCard.Create(index, data, measured, new SearchOptions { NProbe = 3 }, RetentionCurve.Calibrate(index, data));
        return (card, data, measured);
    }
}
