using FaissNet.Evaluation;

namespace FaissNet.Cli.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("build")]
    [InlineData("build --input base.npy --index Flat")]
    [InlineData("build --input base.npy --index Flat --output x.faiss --metric cosine")]
    [InlineData("build --input base.npy --index Flat --output x.faiss --engine gpu")]
    [InlineData("build --input base.npy --index Flat --output x.faiss --unknown 1")]
    [InlineData("build --input base.npy --index Nonsense --output x.faiss")]
    [InlineData("build --input base.npy --index PQ5 --output x.faiss")]
    [InlineData("build --input base.npy --index Modality,Flat --output x.faiss")]
    [InlineData("search --index x.faiss --queries queries.npy -k 0")]
    [InlineData("search --index x.faiss --queries queries.npy -k ten")]
    [InlineData("search --index x.faiss --queries queries.npy --nprobe 0")]
    [InlineData("eval --base base.npy --queries queries.npy")]
    [InlineData("eval --base base.npy --queries queries.npy --index Flat --relevant a.npy b.npy c.npy")]
    [InlineData("eval --base base.npy --queries queries.npy --index Flat PQ5")]
    [InlineData("info")]
    [InlineData("verify x.faiss")]
    [InlineData("demo extra")]
    public async Task Run_WrongUsage_EndsWithTwo(string line)
    {
        await CommandRun.Fail(2, Resolve(line));
        Assert.Equal(["base.npy", "queries.npy"], _workspace.Files);
    }

    [Theory]
    [InlineData("build --input none.npy --index Flat --output x.faiss", "none.npy")]
    [InlineData("build --input base.npy --index Flat --output none/x.faiss", "there is no folder")]
    [InlineData("build --input base.npy --index IVF2000,Flat --output x.faiss", "2000")]
    [InlineData("build --input base.npy --index Flat --ids queries.npy --output x.faiss", "one column of integers")]
    [InlineData("search --index none.faiss --queries queries.npy", "none.faiss")]
    [InlineData("search --index base.npy --queries queries.npy", "base.npy")]
    [InlineData("info base.npy", "base.npy")]
    [InlineData("info none.faiss", "none.faiss")]
    [InlineData("eval --base base.npy --queries queries.npy --index Flat --relevant none.npy none.npy", "none.npy")]
    public async Task Run_Failure_EndsWithOneAndASentence(string line, string expected)
    {
        string error = await CommandRun.Fail(1, Resolve(line));
        Assert.Contains(expected, error);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal(["base.npy", "queries.npy"], _workspace.Files);
    }

    [Fact]
    public async Task Build_IdsOfAnotherCount_Fails()
    {
        NpyWriter.Write<int>(_workspace["ids.npy"], [1, 2, 3]);
        string error = await CommandRun.Fail(1, Resolve("build --input base.npy --index IDMap,Flat --ids ids.npy --output x.faiss"));
        Assert.Contains("There are 3 ids for the 1000 vectors", error);
    }

    [Fact]
    public async Task Build_IdsForAnIndexThatNumbersItself_SaysWhatToWrite()
    {
        NpyWriter.Write<int>(_workspace["ids.npy"], [.. Enumerable.Range(0, Workspace.BaseCount)]);
        string error = await CommandRun.Fail(1, Resolve("build --input base.npy --index Flat --ids ids.npy --output x.faiss"));
        Assert.Contains("IDMap,Flat", error);
    }

    [Fact]
    public async Task Search_QueriesOfAnotherDimension_Fails()
    {
        await CommandRun.Succeed(Resolve("build --input base.npy --index Flat --output x.faiss"));
        NpyWriter.Write<float>(_workspace["queries.npy"], [1, 2, 3], 3);
        string error = await CommandRun.Fail(1, Resolve("search --index x.faiss --queries queries.npy"));
        Assert.Contains("has rows of 3 values, the index takes queries of 16.", error);
    }

    [Fact]
    public async Task Build_NotANumber_FailsAndWritesNothing()
    {
        _workspace.BaseVectors[50] = float.NaN;
        NpyWriter.Write<float>(_workspace["base.npy"], _workspace.BaseVectors, Workspace.Dimension);
        string error = await CommandRun.Fail(1, Resolve("build --input base.npy --index SQ8 --output x.faiss"));
        Assert.Contains("Row 3 has the value NaN at dimension 2", error);
        Assert.Equal(["base.npy", "queries.npy"], _workspace.Files);
    }

    [Fact]
    public async Task Build_Cancelled_FailsAndWritesNothing()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var cancelled = new CancellationToken(canceled: true);
        int exitCode = await FaissNetCommand.RunAsync(
            Resolve("build --input base.npy --index Flat --output x.faiss"), Terminal.ForWriters(output, error), cancelled);
        Assert.Equal(1, exitCode);
        Assert.Equal("faissnet: Cancelled.", error.ToString().Trim());
        Assert.Equal(["base.npy", "queries.npy"], _workspace.Files);
    }

    [Fact]
    public async Task Help_EachCommand_NamesItsOptions()
    {
        Assert.Contains("verify", await CommandRun.Succeed("--help"));
        string help = await CommandRun.Succeed("build", "--help");
        foreach (string option in (string[])["--input", "--index", "--metric", "--train", "--ids", "--engine", "--output"])
            Assert.Contains(option, help);
    }

    /// <summary>Splits a line into arguments; names of files become paths in the workspace.</summary>
    private string[] Resolve(string line)
        => [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.EndsWith(".npy") || word.EndsWith(".faiss") ? _workspace[word] : word)];
}
