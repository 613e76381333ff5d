using FaissNet.Testing;

namespace FaissNet.Tests.Golden;

/// <summary>Every golden file that the C# engine reads is the same in both engines, in every sense that Verify knows.</summary>
public sealed class GoldenVerifyTests
{
    public static TheoryData<string> Files { get; } =
        [.. GoldenFiles.All.Where(file => IsReadByBoth(file.IndexPath)).Select(file => file.Key)];

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

    private static bool IsReadByBoth(string path) => FaissFile.Inspect(path) is { IsManagedReadable: true, IsNativeSafe: true };
}
