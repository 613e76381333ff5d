using FaissNet.Testing;

namespace FaissNet.Tests.Golden;

/// <summary>Every golden file that the C# engine reads is the same in both engines, in every sense that Verify knows.</summary>
public sealed class GoldenVerifyTests
{
    /// <summary>But for graphs over bits: FAISS to 1.7.3 may end a search in a graph with candidates left, see docs/faiss-differences.md.</summary>
    public static TheoryData<string> Files { get; } =
        [.. GoldenFiles.All.Where(file => file.Factory != "BHNSW8" && IsReadByBoth(file.IndexPath)).Select(file => file.Key)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Verify_GoldenFile_IsEqual(string key)
    {
        NativeEngineRequired.Check();
        GoldenFile golden = GoldenFiles.Get(key);

        VerificationReport report = golden.IsBinary
            ? FaissIndex.VerifyBinary(golden.IndexPath, golden.BitQueries.Values, golden.Ids.Columns)
            : FaissIndex.Verify(golden.IndexPath, golden.Queries.Values, golden.Ids.Columns);

        Assert.True(report.Equal, report.ToString());
        Assert.Equal(0, report.IdsDifferent);
        Assert.True(report.MaxRelativeDifference <= 1e-5, report.ToString());
    }

    [Fact]
    public void Files_ManagedTypes_AreThere()
    {
        Assert.True(Files.Count >= 60, $"{Files.Count} files");
    }

    [Theory]
    [InlineData("1.15.0/SQbf16_l2", "1.9.0")]
    [InlineData("1.15.0/RaBitQ_ip", "1.11.0")]
    public void Load_NativeOlderThanTheType_SaysWhichVersionHasIt(string key, string since)
    {
        NativeEngineRequired.Check();
        Assert.SkipUnless(
            Version.Parse(FaissRuntime.NativeVersion!) < Version.Parse(since), $"FAISS {FaissRuntime.NativeVersion} has the types of {since}.");

        var error = Assert.Throws<NotSupportedException>(() => FaissIndex.Load(GoldenFiles.Get(key).IndexPath, Engine.Native));

        Assert.Contains($"it takes FAISS {since} or newer", error.Message, StringComparison.Ordinal);
    }

    private static bool IsReadByBoth(string path)
    {
        FaissFileInfo info = FaissFile.Inspect(path);
        return info.IsManagedReadable && info.IsNativeSafe
            && (FaissRuntime.NativeVersion is not { } version || Version.Parse(version) >= info.MinimumFaissVersion);
    }
}
