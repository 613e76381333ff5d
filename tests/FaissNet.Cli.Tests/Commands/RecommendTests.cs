using System.Text.Json;
using FaissNet.Evaluation;

namespace FaissNet.Cli.Tests;

public sealed class RecommendTests : IDisposable
{
    private const int QueryCount = 400;

    private readonly Workspace _workspace = new();

    public RecommendTests()
    {
        // Not too near the stored vectors 0, 1, 2, …, and more of them than the workspace has.
        var random = new Random(3);
        float[] queries = [.. Enumerable.Range(0, QueryCount * Workspace.Dimension).Select(i => _workspace.BaseVectors[i] + 0.9f * (random.NextSingle() - 0.5f))];
        NpyWriter.Write<float>(_workspace["asked.npy"], queries, Workspace.Dimension);
        NpyWriter.Write<int>(_workspace["base_items.npy"], [.. Enumerable.Range(0, Workspace.BaseCount)]);
        NpyWriter.Write<int>(_workspace["query_items.npy"], [.. Enumerable.Range(0, QueryCount)]);
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Recommend_Limits_WritesTheWinner()
    {
        JsonElement found = Parse(await CommandRun.Succeed(
            [.. Call, "--max-bytes", "16", "--min-retention", "0.9", "--index", "SQ8", "PQ2np", "Flat", "--output", _workspace["x.faiss"], "--json"]));
        Assert.Equal(
            ["retention_of", "reason", "winner", "alternatives", "limits", "measured", "output"], found.EnumerateObject().Select(property => property.Name));
        Assert.Equal("R@1", found.GetProperty("retention_of").GetString());
        Assert.Equal("SQ8", found.GetProperty("winner").GetProperty("index").GetString());
        Assert.Equal(16, found.GetProperty("winner").GetProperty("bytes_per_vector").GetDouble());
        Assert.Equal(["PQ2np"], found.GetProperty("alternatives").EnumerateArray().Select(trial => trial.GetProperty("index").GetString()));
        Assert.Equal(100, found.GetProperty("measured").GetProperty("queries").GetInt32());
        Assert.Equal(0, found.GetProperty("limits").GetArrayLength());
        using VectorIndex index = VectorIndex.Load(_workspace["x.faiss"]);
        Assert.Equal(("SQ8", 1000L), (index.Description, index.Count));
    }

    [Fact]
    public async Task Recommend_Text_ShowsWinnerAlternativesAndReason()
    {
        string shown = await CommandRun.Succeed([.. Call, "--min-retention", "0.9", "--index", "SQ8", "SQ4", "Flat", "--output", _workspace["x.faiss"]]);
        Assert.Matches(@"(?m)^ *winner +SQ4 +8 ", shown);
        Assert.Matches(@"(?m)^ *next +SQ8 +16 ", shown);
        Assert.Matches(@"(?m)^ *next +Flat +64 ", shown);
        Assert.Contains("SQ4 has the smallest code", shown);
        Assert.Contains("Proved by 100 other queries", shown);
        Assert.Contains($"Wrote {_workspace["x.faiss"]}", shown);
    }

    [Fact]
    public async Task Recommend_NothingKeepsToTheLimits_SaysWhatBindsAndWritesNothing()
    {
        CommandRun run = await CommandRun.Of(
            [.. Call, "--max-bytes", "8", "--min-retention", "1", "--index", "SQ8", "SQ4", "Flat", "--output", _workspace["x.faiss"]]);
        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"(?m)^ *bytes alone +SQ4 ", run.Output);
        Assert.Matches(@"(?m)^ *retention alone +(SQ8|Flat) ", run.Output);
        Assert.Contains("without the limit of 8 bytes, or without that of 1.0 of R@1, the others can be kept", run.Output);
        Assert.False(File.Exists(_workspace["x.faiss"]));
    }

    [Fact]
    public async Task InfoAndCheck_RecommendedIndex_ShowItsCardAndCompareNewDataWithIt()
    {
        await CommandRun.Succeed([.. Call, "--min-retention", "0.9", "--index", "SQ8", "--output", _workspace["x.faiss"]]);
        string shown = await CommandRun.Succeed("info", _workspace["x.faiss"]);
        Assert.Contains("Quality card: SQ8, 16 bytes a code", shown);
        Assert.Contains("on 100 queries (judged relevance) over 1,000 vectors", shown);
        Assert.Matches(@"kept of R@1 \d+\.\d% \(\d+\.\d% to \d+\.\d%\)", shown);
        JsonElement info = Parse(await CommandRun.Succeed("info", _workspace["x.faiss"], "--json"));
        Assert.Equal(1, info.GetProperty("quality_card").GetProperty("version").GetInt32());
        Assert.Equal("SQ8", QualityCard.Parse(info.GetProperty("quality_card").GetRawText()).Index.Factory);

        string[] check = ["check", _workspace["x.faiss"], "--base", _workspace["base.npy"], "--queries", _workspace["asked.npy"]];
        string same = await CommandRun.Succeed(check);
        Assert.Contains("The stored vectors are those that were measured.", same);
        Assert.Contains("The data looks like what was measured.", same);
        NpyWriter.Write<float>(_workspace["other.npy"], [.. _workspace.BaseVectors.Select(x => x + 0.3f)], Workspace.Dimension);
        CommandRun other = await CommandRun.Of("check", _workspace["x.faiss"], "--base", _workspace["other.npy"], "--queries", _workspace["asked.npy"], "--json");
        Assert.Equal((1, ""), (other.ExitCode, other.Error));
        JsonElement report = Parse(other.Output);
        Assert.Equal((true, false), (report.GetProperty("drifted").GetBoolean(), report.GetProperty("same_base").GetBoolean()));
        Assert.Equal(
            ["mean of stored vectors", "modality gap", "length of stored vectors"],
            report.GetProperty("measures").EnumerateArray().Where(measure => measure.GetProperty("drifted").GetBoolean())
                .Select(measure => measure.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Check_NoCard_SaysSo()
    {
        await CommandRun.Succeed("build", "--input", _workspace["base.npy"], "--index", "SQ8", "--output", _workspace["x.faiss"]);
        Assert.Contains("no quality card", await CommandRun.Fail(
            1, "check", _workspace["x.faiss"], "--base", _workspace["base.npy"], "--queries", _workspace["asked.npy"]));
    }

    [Theory]
    [InlineData("500M", 500L << 20)]
    [InlineData("8G", 8L << 30)]
    [InlineData("1.5KB", 1536L)]
    [InlineData("12", 12L)]
    public void ByteSize_Text_IsANumberOfBytes(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse("--max-memory", text));

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("-1M")]
    [InlineData("lots")]
    [InlineData("0")]
    public void ByteSize_NoSize_IsAWrongCall(string text) => Assert.Throws<UsageException>(() => ByteSize.Parse("--max-memory", text));

    [Fact]
    public async Task Recommend_BadCalls_SayWhatIsWrong()
    {
        Assert.Contains("8X", await CommandRun.Fail(2, [.. Call, "--max-memory", "8X"]));
        Assert.Contains("at least 100 queries", await CommandRun.Fail(
            1, "recommend", "--base", _workspace["base.npy"], "--queries", _workspace["queries.npy"]));
        Assert.Contains("no folder", await CommandRun.Fail(1, [.. Call, "--output", _workspace["none/x.faiss"]]));
        Assert.Contains("positive", await CommandRun.Fail(1, [.. Call, "--max-bytes", "-3"]));
    }

    private string[] Call =>
    [
        "recommend", "--base", _workspace["base.npy"], "--queries", _workspace["asked.npy"],
        "--relevant", _workspace["base_items.npy"], _workspace["query_items.npy"],
    ];

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
