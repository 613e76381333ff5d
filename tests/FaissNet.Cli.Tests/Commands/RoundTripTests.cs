using System.Text.Json;
using FaissNet.Evaluation;

namespace FaissNet.Cli.Tests;

public sealed class RoundTripTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task BuildAndSearch_FlatL2_FindsTheNeighbours()
    {
        string built = await CommandRun.Succeed(
            "build", "--input", _workspace["base.npy"], "--index", "Flat", "--metric", "l2", "--output", _workspace["x.faiss"]);
        Assert.Contains("1,000 vectors", built);
        Assert.Contains("managed engine", built);
        JsonElement found = Parse(await CommandRun.Succeed("search", "--index", _workspace["x.faiss"], "--queries", _workspace["queries.npy"], "-k", "3", "--json"));
        Assert.Equal(["ids", "distances"], found.EnumerateObject().Select(property => property.Name));
        Assert.Equal(Workspace.QueryCount, found.GetProperty("ids").GetArrayLength());
        using var index = new FlatIndex(Workspace.Dimension, Metric.L2);
        index.Add(_workspace.BaseVectors);
        SearchResult<float> expected = index.Search(_workspace.Queries, 3);
        Assert.Equal(expected.Ids, Rows(found.GetProperty("ids"), element => element.GetInt64()));
        Assert.Equal(expected.Distances, Rows(found.GetProperty("distances"), element => element.GetSingle()));
        Assert.Equal(0, found.GetProperty("ids")[0][0].GetInt64());
    }

    [Fact]
    public async Task Search_OutputFiles_HoldIdsAndDistances()
    {
        await Build("IVF8,Flat");
        string shown = await CommandRun.Succeed(
            "search", "--index", _workspace["x.faiss"], "--queries", _workspace["queries.npy"], "-k", "4", "--nprobe", "8",
            "--output-ids", _workspace["ids.npy"], "--output-distances", _workspace["distances.npy"]);
        Assert.Contains("20 × 4", shown);
        using VectorFile ids = VectorFile.Open(_workspace["ids.npy"]);
        using VectorFile distances = VectorFile.Open(_workspace["distances.npy"]);
        Assert.Equal((VectorElementType.Int64, 20L, 4), (ids.ElementType, ids.Count, ids.Dimension));
        Assert.Equal((VectorElementType.Float32, 20L, 4), (distances.ElementType, distances.Count, distances.Dimension));
        using VectorIndex index = VectorIndex.Load(_workspace["x.faiss"]);
        SearchResult<float> expected = index.Search(_workspace.Queries, 4, new SearchOptions { NProbe = 8 });
        Assert.Equal(expected.Ids.Select(id => (float)id), ids.ReadAll());
        Assert.Equal(expected.Distances, distances.ReadAll());
    }

    [Fact]
    public async Task BuildAndSearch_TwoModalities_EachFindsWithItsOwnMean()
    {
        float[] shifted = [.. _workspace.Queries.Select(value => value + 2)];
        NpyWriter.Write<float>(_workspace["shifted.npy"], shifted, Workspace.Dimension);
        await CommandRun.Succeed(
            "build", "--input", _workspace["base.npy"], "--index", "Modality,Flat",
            "--queries", "text=" + _workspace["queries.npy"], "audio=" + _workspace["shifted.npy"], "--output", _workspace["x.faiss"]);
        string[] call = ["search", "--index", _workspace["x.faiss"], "--json", "--queries"];
        string text = await CommandRun.Succeed([.. call, _workspace["queries.npy"]]);
        string audio = await CommandRun.Succeed([.. call, _workspace["shifted.npy"], "--modality", "audio"]);
        long[] ids = Rows(Parse(text).GetProperty("ids"), element => element.GetInt64());
        Assert.Equal(ids, Rows(Parse(audio).GetProperty("ids"), element => element.GetInt64()));
        using VectorIndex index = VectorIndex.Load(_workspace["x.faiss"]);
        Assert.Equal(index.Search(_workspace.Queries, 10).Ids, ids);
        CommandRun failed = await CommandRun.Of([.. call, _workspace["queries.npy"], "--modality", "video"]);
        Assert.Contains("video", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_Mapped_FindsTheSame()
    {
        await Build("IVF8,PQ4np");
        string[] call = ["search", "--index", _workspace["x.faiss"], "--queries", _workspace["queries.npy"], "--json", "--engine", "managed"];
        Assert.Equal(await CommandRun.Succeed(call), await CommandRun.Succeed([.. call, "--mmap"]));
    }

    [Fact]
    public async Task Search_NoOutputAsked_ShowsATable()
    {
        await Build("Flat");
        string shown = await CommandRun.Succeed("search", "--index", _workspace["x.faiss"], "--queries", _workspace["queries.npy"], "-k", "2");
        Assert.Contains("20 queries", shown);
        Assert.Contains("Not all are shown", shown);
        Assert.DoesNotContain('\u001b', shown);
    }

    [Fact]
    public async Task Build_IdsAndTrainingFile_AreUsed()
    {
        NpyWriter.Write<long>(_workspace["ids.npy"], [.. Enumerable.Range(0, Workspace.BaseCount).Select(i => 5_000_000_000 + i)]);
        NpyWriter.Write<float>(_workspace["train.npy"], _workspace.BaseVectors.AsSpan(0, 600 * Workspace.Dimension), Workspace.Dimension);
        await CommandRun.Succeed(
            "build", "--input", _workspace["base.npy"], "--index", "IVF4,SQ8", "--metric", "ip", "--train", _workspace["train.npy"],
            "--ids", _workspace["ids.npy"], "--engine", "managed", "--output", _workspace["x.faiss"]);
        using VectorIndex built = VectorIndex.Load(_workspace["x.faiss"]);
        using VectorIndex expected = VectorIndex.Create(Workspace.Dimension, "IVF4,SQ8", Metric.InnerProduct);
        expected.Train(_workspace.BaseVectors.AsSpan(0, 600 * Workspace.Dimension));
        expected.Add(_workspace.BaseVectors);
        SearchResult<float> a = built.Search(_workspace.Queries, 5);
        SearchResult<float> b = expected.Search(_workspace.Queries, 5);
        Assert.Equal(b.Distances, a.Distances);
        Assert.Equal(b.Ids.Select(id => id < 0 ? id : id + 5_000_000_000), a.Ids);
    }

    [Fact]
    public async Task Build_ExistingOutput_IsReplacedAndNothingElseIsLeft()
    {
        File.WriteAllText(_workspace["x.faiss"], "not an index");
        await Build("SQ8");
        Assert.Equal(["base.npy", "queries.npy", "x.faiss"], _workspace.Files);
        Assert.Contains("IndexScalarQuantizer", await CommandRun.Succeed("info", _workspace["x.faiss"]));
    }

    [Fact]
    public async Task Info_Json_TellsTheStructure()
    {
        await Build("IVF8,PQ4np");
        JsonElement info = Parse(await CommandRun.Succeed("info", _workspace["x.faiss"], "--json"));
        Assert.Equal(new FileInfo(_workspace["x.faiss"]).Length, info.GetProperty("bytes").GetInt64());
        Assert.Equal(Workspace.Dimension, info.GetProperty("d").GetInt32());
        Assert.Equal(Workspace.BaseCount, info.GetProperty("ntotal").GetInt64());
        Assert.True(info.GetProperty("is_trained").GetBoolean());
        Assert.True(info.GetProperty("managed").GetBoolean());
        Assert.False(info.GetProperty("binary").GetBoolean());
        JsonElement index = info.GetProperty("index");
        Assert.Equal("IndexIVFPQ", index.GetProperty("class").GetString());
        Assert.Equal("IwPQ", index.GetProperty("fourcc").GetString());
        Assert.Equal(8, index.GetProperty("fields").GetProperty("nlist").GetInt64());
        Assert.NotEqual(0, index.GetProperty("children").GetArrayLength());
    }

    [Fact]
    public async Task Info_Text_ShowsTheTree()
    {
        await Build("IVF8,PQ4np");
        string shown = await CommandRun.Succeed("info", _workspace["x.faiss"]);
        Assert.Contains("1,000 vectors of 16 dimensions, trained", shown);
        Assert.Contains("IndexIVFPQ", shown);
        Assert.Contains("nlist = 8", shown);
        Assert.Contains("C# engine: opens it", shown);
        Assert.DoesNotContain("[bold]", shown);
    }

    [Theory]
    [InlineData("Flat")]
    [InlineData("IVF8,PQ4np")]
    public async Task Verify_BothEngines_Agree(string factory)
    {
        if (!FaissRuntime.IsNativeAvailable && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip(FaissRuntime.UnavailableReason!);
        await Build(factory);
        string[] call = ["verify", _workspace["x.faiss"], "--queries", _workspace["queries.npy"], "--nprobe", "4"];
        JsonElement report = Parse(await CommandRun.Succeed([.. call, "--json"]));
        Assert.Equal(["equal", "max_relative_difference", "ids_different"], report.EnumerateObject().Select(property => property.Name));
        Assert.True(report.GetProperty("equal").GetBoolean());
        Assert.Equal(0, report.GetProperty("ids_different").GetInt64());
        Assert.InRange(report.GetProperty("max_relative_difference").GetDouble(), 0, 1e-5);
        Assert.StartsWith("equal: 20 queries", await CommandRun.Succeed(call));
    }

    [Fact]
    public async Task Verify_NativeEngineMissing_FailsWithTheReason()
    {
        Assert.SkipWhen(FaissRuntime.IsNativeAvailable, "The native engine is available here.");
        await Build("Flat");
        string error = await CommandRun.Fail(1, "verify", _workspace["x.faiss"], "--queries", _workspace["queries.npy"]);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Search_BinaryIndex_TakesPackedBits()
    {
        using (var index = new BinaryFlatIndex(16))
        {
            index.Add([0x00, 0x00, 0xff, 0x00, 0xff, 0xff]);
            index.Save(_workspace["bits.faiss"]);
        }
        NpyWriter.Write<byte>(_workspace["bits.npy"], [0xff, 0x01], 2);
        JsonElement found = Parse(await CommandRun.Succeed("search", "--index", _workspace["bits.faiss"], "--queries", _workspace["bits.npy"], "-k", "3", "--json"));
        Assert.Equal([1, 2, 0], Rows(found.GetProperty("ids"), element => element.GetInt64()));
        Assert.Equal([1, 7, 9], Rows(found.GetProperty("distances"), element => element.GetSingle()));
        Assert.Contains("3 vectors of 16 bits", await CommandRun.Succeed("info", _workspace["bits.faiss"]));
        NpyWriter.Write<float>(_workspace["bits.npy"], [1, 2], 2);
        string error = await CommandRun.Fail(1, "search", "--index", _workspace["bits.faiss"], "--queries", _workspace["bits.npy"]);
        Assert.Contains("packed bits as uint8", error);
    }

    private Task<string> Build(string factory)
        => CommandRun.Succeed("build", "--input", _workspace["base.npy"], "--index", factory, "--output", _workspace["x.faiss"]);

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static T[] Rows<T>(JsonElement rows, Func<JsonElement, T> value) => [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value)];
}
