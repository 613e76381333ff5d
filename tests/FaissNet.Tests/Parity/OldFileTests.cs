using FaissNet.Testing;

namespace FaissNet.Tests.Parity;

/// <summary>Formats that FAISS still reads and no longer writes, and types without a golden file: read by FAISS's own reader and by ours.</summary>
public sealed class OldFileTests
{
    private const int K = 10;

    public static TheoryData<string> Names { get; } = [.. OldFile.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Verify_OldFile_IsTheSameInBoth(string name)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        File.WriteAllBytes(file.Path, OldFile.Get(name).Bytes);
        Version since = FaissFile.Inspect(file.Path).MinimumFaissVersion;
        Assert.SkipUnless(Version.Parse(FaissRuntime.NativeVersion!) >= since, $"FAISS {FaissRuntime.NativeVersion} is older than this type, {since}.");

        VerificationReport report = OldFile.IsBinary(name)
            ? FaissIndex.VerifyBinary(file.Path, OldFile.Data.BitQueries.Values, K)
            : FaissIndex.Verify(file.Path, OldFile.Data.Queries.Values, K);

        Assert.True(report.Differences.Count == 0, report.ToString());
        Assert.Equal(0, report.IdsDifferent);
        // Of the polysemous threshold, which is not in such a file, FAISS says 1: that of an index without sub-quantizers.
        Assert.Equal(name != "IxPQ", report.SavedBytesEqual);
    }
}
