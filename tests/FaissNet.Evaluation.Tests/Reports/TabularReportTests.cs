using System.Text.Json;

namespace FaissNet.Evaluation.Tests;

public class TabularReportTests
{
    [Fact]
    public void Write_Json_KeepsTheFirstKeysAndAddsOthers()
    {
        RetrievalReport report = Reports.Measure();
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            JsonReport.Write(writer, report);
        JsonElement[] rows = [.. JsonDocument.Parse(stream.ToArray()).RootElement.EnumerateArray()];
        Assert.Equal(Reports.Techniques, rows.Select(row => row.GetProperty("index").GetString()));
        string[] keys = [.. rows[0].EnumerateObject().Select(property => property.Name)];
        Assert.Equal(
            [
                "index", "bytes_per_vector", "r1", "r5", "r10", "mrr10", "ndcg10", "map10", "kept_r1", "kept_r10", "neighbour_recall10", "qps", "train_s", "add_s",
                "r1_low", "r1_high", "r10_low", "r10_high", "kept_r1_low", "kept_r1_high",
            ],
            keys[..20]);
        RetrievalResult coarse = report.Results[^1];
        Assert.Equal(coarse.KeptR1Interval.Low, rows[^1].GetProperty("kept_r1_low").GetDouble());
        Assert.Equal(coarse.Cost.FileBytes, rows[^1].GetProperty("file_bytes").GetInt64());
        Assert.Equal(coarse.Fidelity.Error!.Value.P95, rows[^1].GetProperty("score_error_p95").GetDouble());
        Assert.Equal(1, rows[^1].GetProperty("float_r1").GetDouble());
        Assert.Equal("l2", rows[^1].GetProperty("metric").GetString());
        Assert.Equal("texts → images", rows[^1].GetProperty("data").GetString());
    }

    [Fact]
    public void Render_Csv_HasARowForEachTechnique()
    {
        RetrievalReport report = Reports.Measure("a, \"b\"");
        string[] lines = CsvReport.Render(report).Split("\r\n");
        Assert.Equal(Reports.Techniques.Length + 2, lines.Length);
        Assert.Equal("", lines[^1]);
        Assert.StartsWith("index,bytes_per_vector,r1,r5,r10,", lines[0]);
        Assert.StartsWith("Flat,64,1,1,1,1,", lines[1]);
        Assert.EndsWith(",\"a, \"\"b\"\"\",l2,400,80,16", lines[1]);
    }
}
