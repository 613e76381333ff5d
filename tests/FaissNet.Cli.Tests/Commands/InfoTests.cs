using System.Text.Json;
using FaissNet.Testing;

namespace FaissNet.Cli.Tests;

/// <summary><c>faissnet info</c> over every golden file.</summary>
public sealed class InfoTests
{
    public static TheoryData<string> Files { get; } = [.. GoldenFiles.All.Select(file => file.Key)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Info_GoldenFile_NamesEveryPart(string key)
    {
        GoldenFile golden = GoldenFiles.Get(key);
        string shown = await CommandRun.Succeed("info", golden.IndexPath);
        Assert.Contains("600 vectors of " + (golden.IsBinary ? "64 bits" : "32 dimensions"), shown, StringComparison.Ordinal);
        Assert.Contains($"Factory string: {golden.Factory}", shown, StringComparison.Ordinal);
        FaissFileInfo info = FaissFile.Inspect(golden.IndexPath);
        foreach (IndexStructure part in info.Index.Descend())
            Assert.Contains($"{part.ClassName} {part.Role}, {part.Fourcc}", shown, StringComparison.Ordinal);
        Assert.Contains(info.IsManagedReadable ? "C# engine: opens it" : "C# engine: The C# engine does not have", shown, StringComparison.Ordinal);
        Assert.Contains($"Native engine: FAISS {info.MinimumFaissVersion} or newer may open it", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.15.0/IVF8_PQ8x4fs_RFlat_ip")]
    [InlineData("1.7.3/BHNSW8")]
    public async Task Info_Json_SaysTheSame(string key)
    {
        GoldenFile golden = GoldenFiles.Get(key);
        using JsonDocument shown = JsonDocument.Parse(await CommandRun.Succeed("info", golden.IndexPath, "--json"));
        JsonElement root = shown.RootElement;
        Assert.Equal(golden.Factory, root.GetProperty("description").GetString());
        Assert.Equal((golden.IsBinary, 600L), (root.GetProperty("binary").GetBoolean(), root.GetProperty("ntotal").GetInt64()));
        Assert.Equal(
            FaissFile.Inspect(golden.IndexPath).Index.Descend().Select(part => part.ClassName), ClassesOf(root.GetProperty("index")));
    }

    private static IEnumerable<string> ClassesOf(JsonElement part)
        => part.GetProperty("children").EnumerateArray().SelectMany(ClassesOf).Prepend(part.GetProperty("class").GetString()!);
}
