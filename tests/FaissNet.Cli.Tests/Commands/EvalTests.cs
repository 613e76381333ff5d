using System.Text.Json;
using FaissNet.Evaluation;

namespace FaissNet.Cli.Tests;

public sealed class EvalTests : IDisposable
{
    private static readonly string[] s_keys =
    [
        "index", "bytes_per_vector", "r1", "r5", "r10", "mrr10", "ndcg10", "map10", "kept_r1", "kept_r10", "neighbour_recall10", "qps", "train_s", "add_s",
    ];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Eval_ExactNeighbours_PrintsOneObjectPerIndex()
    {
        JsonElement[] results = await Eval("--index", "Flat", "SQ8", "IVF16,Flat", "--nprobe", "16");
        Assert.Equal(["Flat", "SQ8", "IVF16,Flat"], results.Select(result => result.GetProperty("index").GetString()));
        Assert.All(results, result => Assert.Equal(s_keys, result.EnumerateObject().Select(property => property.Name).Take(s_keys.Length)));
        foreach (JsonElement exact in new[] { results[0], results[2] })
        {
            foreach (string key in (string[])["r1", "r5", "r10", "mrr10", "ndcg10", "map10", "kept_r1", "kept_r10", "neighbour_recall10"])
                Assert.Equal(1, exact.GetProperty(key).GetDouble());
        }
        Assert.Equal(64, results[0].GetProperty("bytes_per_vector").GetDouble());
        Assert.Equal(16, results[1].GetProperty("bytes_per_vector").GetDouble());
        Assert.InRange(results[1].GetProperty("neighbour_recall10").GetDouble(), 0.9, 1);
        Assert.Equal(0, results[0].GetProperty("train_s").GetDouble());
        Assert.True(results[2].GetProperty("train_s").GetDouble() > 0);
        Assert.All(results, result => Assert.True(result.GetProperty("qps").GetDouble() > 0 && result.GetProperty("add_s").GetDouble() > 0));
    }

    [Fact]
    public async Task Eval_RelevantItems_JudgesByLabels()
    {
        // Queries 0 to 9 carry the label of their near neighbour, the others one that no vector among their neighbours has.
        NpyWriter.Write<int>(_workspace["base_items.npy"], [.. Enumerable.Range(0, Workspace.BaseCount)]);
        NpyWriter.Write<int>(_workspace["query_items.npy"], [.. Enumerable.Range(0, Workspace.QueryCount).Select(i => i < 10 ? i : 999)]);
        JsonElement[] results = await Eval(
            "--relevant", _workspace["base_items.npy"], _workspace["query_items.npy"], "--index", "Flat", "--engine", "managed");
        JsonElement result = Assert.Single(results);
        Assert.Equal(0.5, result.GetProperty("r1").GetDouble());
        Assert.Equal(1, result.GetProperty("kept_r1").GetDouble());
    }

    [Fact]
    public async Task Eval_BundledEmoji_GivesTheTableInBothDirections()
    {
        await AssertEmoji("images", "texts", "image", "text", [0.5044, 0.7596, 0.8142, 0.6137, 0.6627, 0.6137]);
        await AssertEmoji("texts", "images", "text", "image", [0.5650, 0.7974, 0.8391, 0.6620, 0.6553, 0.5798]);
    }

    [Fact]
    public async Task Eval_Text_ShowsTheFloatRowToo()
    {
        string shown = await CommandRun.Succeed("eval", "--base", _workspace["base.npy"], "--queries", _workspace["queries.npy"], "--index", "SQ8", "SQ4", "--cache", "none");
        Assert.Contains("20 queries over 1,000 vectors, d = 16, inner product.", shown);
        Assert.Matches(@"(?m)^ *float +64 +1\.0000", shown);
        Assert.Matches(@"(?m)^ *SQ8 +16 ", shown);
        Assert.Matches(@"(?m)^ *SQ4 +8 ", shown);
    }

    [Fact]
    public async Task Eval_SeveralNProbes_MeasuresEach()
    {
        JsonElement[] results = await Eval("--index", "IVF16,Flat", "SQ8", "--nprobe", "1", "16");
        Assert.Equal(["IVF16,Flat, nprobe 1", "IVF16,Flat, nprobe 16", "SQ8"], results.Select(result => result.GetProperty("index").GetString()));
        Assert.True(results[0].GetProperty("neighbour_recall10").GetDouble() < 1);
        Assert.Equal(1, results[1].GetProperty("neighbour_recall10").GetDouble());
        Assert.Equal(0, results[1].GetProperty("probing_loss_r1").GetDouble());
    }

    [Fact]
    public async Task Eval_SeveralRefineFactors_MeasuresEach()
    {
        JsonElement[] results = await Eval("--index", "PQ4x4np,RFlat", "SQ8", "--refine-factor", "1", "100");
        Assert.Equal(["PQ4x4np,RFlat, refine 1×", "PQ4x4np,RFlat, refine 100×", "SQ8"], results.Select(result => result.GetProperty("index").GetString()));
        Assert.True(results[0].GetProperty("neighbour_recall10").GetDouble() < 1);
        // A hundred times ten candidates are all that there are.
        Assert.Equal(1, results[1].GetProperty("neighbour_recall10").GetDouble());
    }

    [Fact]
    public async Task Eval_IndexThatLearnsFromQueries_MeasuresAllWithTheOthers()
    {
        string[] files = ["eval", "--base", _workspace["base.npy"], "--queries", _workspace["queries.npy"], "--cache", "none", "--json"];
        JsonElement[] results = [.. JsonDocument.Parse(await CommandRun.Succeed([.. files, "--index", "SQ8", "Modality,L2norm,HR,LSH"])).RootElement.EnumerateArray()];
        Assert.Equal([10L, 10L], results.Select(result => result.GetProperty("queries").GetInt64()));
        // The stored side alone is all that these need.
        string output = await CommandRun.Succeed([.. files, "--index", "Modality1,SQ8"]);
        Assert.Equal(20, JsonDocument.Parse(output).RootElement[0].GetProperty("queries").GetInt64());
        Assert.Contains("learns from queries", await CommandRun.Fail(ExitCode.Usage, [.. files, "--index", "Modality,SQ8", "--hold-out", "0"]));
    }

    [Fact]
    public async Task Eval_ListsOfIds_JudgesByThem()
    {
        // Every query is said to be answered by the vector it is near to, but the last by none.
        File.WriteAllLines(_workspace["relevant.txt"], Enumerable.Range(0, Workspace.QueryCount).Select(i => i < 19 ? $"{i}" : ""));
        JsonElement result = Assert.Single(await Eval("--relevant", _workspace["relevant.txt"], "--index", "Flat"));
        Assert.Equal(19, result.GetProperty("queries").GetInt64());
        Assert.Equal(1, result.GetProperty("r1").GetDouble());
    }

    [Fact]
    public async Task Eval_Again_KeepsExactNeighbours()
    {
        await Eval("--index", "Flat");
        string kept = Assert.Single(Directory.GetFiles(_workspace["cache"]));
        byte[] bytes = File.ReadAllBytes(kept);
        await Eval("--index", "Flat");
        Assert.Equal([kept], Directory.GetFiles(_workspace["cache"]));
        Assert.Equal(bytes, File.ReadAllBytes(kept));
    }

    [Fact]
    public async Task Eval_BothDirectionsOfASuite_WritesReportAndTable()
    {
        File.WriteAllLines(_workspace["base.txt"], Enumerable.Range(0, Workspace.BaseCount).Select(i => $"stored <{i}>"));
        File.WriteAllLines(_workspace["queries.txt"], Enumerable.Range(0, Workspace.QueryCount).Select(i => $"asked <{i}>"));
        JsonElement[] results = await Eval(
            "--suite", "small", "--both", "--captions", _workspace["base.txt"], _workspace["queries.txt"],
            "--html", _workspace["report.html"], "--csv", _workspace["report.csv"]);
        string[] names = [.. results.Select(result => result.GetProperty("index").GetString()!)];
        string[] first = names[..(names.Length / 2)];
        Assert.Equal(names[(names.Length / 2)..], first);
        Assert.Superset(new HashSet<string> { "SQ8", "SQ4", "RR,RaBitQ", "LSH", $"Hub,Modality,L2norm,RR{Workspace.Dimension},LSH" }, first.ToHashSet());
        Assert.Equal(["queries.npy → base.npy", "base.npy → queries.npy"], results.Select(result => result.GetProperty("data").GetString()).Distinct());
        // The other direction stores too few vectors for 256 centroids.
        Assert.DoesNotContain(first, name => name.StartsWith("PQ", StringComparison.Ordinal));
        // Half of the queries are held out.
        Assert.Equal([10L, 500L], results.Select(result => result.GetProperty("queries").GetInt64()).Distinct());
        Assert.Equal(names.Length + 1, File.ReadAllLines(_workspace["report.csv"]).Length);
        string page = File.ReadAllText(_workspace["report.html"]);
        Assert.Contains("base.npy and queries.npy", page);
        Assert.Contains("asked &lt;", page);
        Assert.DoesNotContain("asked <", page);
    }

    [Fact]
    public async Task Eval_WrongCalls_SayWhatIsWrong()
    {
        string[] files = ["eval", "--base", _workspace["base.npy"], "--queries", _workspace["queries.npy"], "--cache", "none"];
        Assert.Contains("--index with factory strings, or --suite", await CommandRun.Fail(ExitCode.Usage, files));
        Assert.Contains("--hold-out must be", await CommandRun.Fail(ExitCode.Usage, [.. files, "--index", "SQ8", "--hold-out", "1"]));
        Assert.Contains("must be at least 1", await CommandRun.Fail(ExitCode.Usage, [.. files, "--index", "SQ8", "--nprobe", "0"]));
        Assert.Contains("--refine-factor must be at least 1", await CommandRun.Fail(ExitCode.Usage, [.. files, "--index", "SQ8", "--refine-factor", "0.5"]));
        File.WriteAllText(_workspace["relevant.txt"], new string('\n', Workspace.QueryCount - 1) + "3\n");
        Assert.Contains("--both needs item labels", await CommandRun.Fail(ExitCode.Usage, [.. files, "--index", "SQ8", "--both", "--relevant", _workspace["relevant.txt"]]));
        Assert.Contains(
            "has 20 lines for 1000 vectors",
            await CommandRun.Fail(ExitCode.Failure, [.. files, "--index", "SQ8", "--captions", _workspace["relevant.txt"], _workspace["relevant.txt"]]));
        Assert.Contains("there is no folder", await CommandRun.Fail(ExitCode.Failure, [.. files, "--index", "SQ8", "--html", _workspace["none/report.html"]]));
    }

    private static async Task AssertEmoji(string stored, string asked, string storedItems, string askedItems, double[] expected)
    {
        string output = await CommandRun.Succeed(
            "eval", "--base", Emoji($"{stored}.npy"), "--queries", Emoji($"{asked}.npy"),
            "--relevant", Emoji($"{storedItems}_items.npy"), Emoji($"{askedItems}_items.npy"), "--index", "Flat", "--json", "--cache", "none");
        JsonElement result = JsonDocument.Parse(output).RootElement[0];
        string[] keys = ["r1", "r5", "r10", "mrr10", "ndcg10", "map10"];
        for (int i = 0; i < keys.Length; i++)
            Assert.Equal(expected[i], result.GetProperty(keys[i]).GetDouble(), 0.0002);
    }

    private static string Emoji(string name) => Path.Combine(EmojiData.Folder, name);

    private async Task<JsonElement[]> Eval(params string[] args)
    {
        string output = await CommandRun.Succeed(
            ["eval", "--base", _workspace["base.npy"], "--queries", _workspace["queries.npy"], "--metric", "l2", "--json", "--cache", _workspace["cache"], .. args]);
        return [.. JsonDocument.Parse(output).RootElement.EnumerateArray()];
    }
}
