using System.Text.Json;

namespace FaissNet.Cli.Tests;

/// <summary><c>faissnet bench</c> on sizes too small to tell anything about speed; what counts here is that the answers are compared.</summary>
public sealed class BenchTests
{
    [Fact]
    public async Task Bench_Json_ComparesTheAnswersAndHasTheKeysPromised()
    {
        Assert.SkipUnless(
            FaissRuntime.IsNativeAvailable || Environment.GetEnvironmentVariable("CI") == "true",
            $"A race needs native FAISS: {FaissRuntime.UnavailableReason}");

        string json = await CommandRun.Succeed("bench", "--scale", "0.001", "--workloads", "flat-single", "sq8-batch", "binary-256", "--json");

        using var document = JsonDocument.Parse(json);
        Assert.Equal(["flat-single", "sq8-batch", "binary-256"], document.RootElement.EnumerateArray().Select(line => line.GetProperty("workload").GetString()));
        foreach (JsonElement line in document.RootElement.EnumerateArray())
        {
            Assert.Equal(
                ["workload", "threads", "equal", "ratio", "ratio_min", "ratio_max", "managed", "native", "unit", "limit_share"],
                line.EnumerateObject().Select(property => property.Name));
            Assert.True(line.GetProperty("equal").GetBoolean());
            Assert.Equal("queries/s", line.GetProperty("unit").GetString());
            Assert.InRange(line.GetProperty("ratio").GetDouble(), line.GetProperty("ratio_min").GetDouble(), line.GetProperty("ratio_max").GetDouble());
        }
    }

    [Fact]
    public async Task Bench_WorkloadThatOnlyTheManagedEngineHas_HasNoRatio()
    {
        string json = await CommandRun.Succeed("bench", "--scale", "0.001", "--workloads", "rabitq-batch", "ivf-rabitq-batch", "--json");

        using var document = JsonDocument.Parse(json);
        Assert.Equal(2, document.RootElement.GetArrayLength());
        foreach (JsonElement line in document.RootElement.EnumerateArray())
        {
            Assert.True(line.GetProperty("equal").GetBoolean());
            Assert.True(line.GetProperty("managed").GetDouble() > 0);
            foreach (string key in (ReadOnlySpan<string>)["native", "ratio", "ratio_min", "ratio_max"])
                Assert.Equal(JsonValueKind.Null, line.GetProperty(key).ValueKind);
        }
    }

    [Fact]
    public async Task Bench_Folder_KeepsTheIndexesForTheNextRun()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string[] command = ["bench", "--scale", "0.001", "--workloads", "rabitq-batch", "--folder", folder.FullName, "--json"];
            await CommandRun.Succeed(command);
            FileInfo kept = Assert.Single(folder.GetFiles());
            await CommandRun.Succeed(command);
            Assert.Equal(kept.LastWriteTimeUtc, Assert.Single(folder.GetFiles()).LastWriteTimeUtc);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("--threads", "0", "--threads must be at least 1")]
    [InlineData("--repetitions", "2", "--repetitions must be at least 5")]
    [InlineData("--scale", "2", "--scale must be above 0")]
    [InlineData("--base", "x.npy", "--base and --queries go together")]
    public async Task Bench_BadOption_SaysWhatIsAllowed(string option, string value, string expected)
    {
        string message = await CommandRun.Fail(ExitCode.Usage, "bench", option, value);

        Assert.Contains(expected, message);
    }

    [Fact]
    public async Task Bench_UnknownWorkload_NamesTheKnownOnes()
    {
        string message = await CommandRun.Fail(ExitCode.Usage, "bench", "--workloads", "nonsense");

        Assert.Contains("pq16-batch", message);
    }
}
