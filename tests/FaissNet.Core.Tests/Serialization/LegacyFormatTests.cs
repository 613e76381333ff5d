using FaissNet.Testing;

namespace FaissNet.Tests.Serialization;

/// <summary>Formats that FAISS still reads and no longer writes, and types without a golden file: put together of the parts of golden files.</summary>
public class LegacyFormatTests
{
    private const int K = 10;

    public static TheoryData<string> Names { get; } = [.. OldFile.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_OldFile_AnswersAsItsEqualAndSavesTodaysFormat(string name)
    {
        OldFile file = OldFile.Get(name);
        using IDisposable index = Load(name, file.Bytes);
        using IDisposable equal = Load(name, file.Equal);

        if (index is VectorIndex vectors)
        {
            SearchResult<float> expected = ((VectorIndex)equal).Search(OldFile.Data.Queries.Values, K);
            SearchResult<float> found = vectors.Search(OldFile.Data.Queries.Values, K);
            Assert.Null(Answers.Difference(K, expected.Distances, expected.Ids, found.Distances, found.Ids));
        }
        else
        {
            SearchResult<int> expected = ((BinaryIndex)equal).Search(OldFile.Data.BitQueries.Values, K);
            SearchResult<int> found = ((BinaryIndex)index).Search(OldFile.Data.BitQueries.Values, K);
            Assert.Equal(expected.Distances, found.Distances);
            Assert.Equal(expected.Ids, found.Ids);
        }
        Assert.Equal(file.Saved, SmallFiles.Save(index));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Inspect_OldFile_SaysThatTheManagedEngineReadsAllOfIt(string name)
    {
        byte[] file = OldFile.Get(name).Bytes;

        FaissFileInfo info = FaissFile.Inspect(new MemoryStream(file));

        Assert.Null(info.WhyNotManaged);
        Assert.Equal(file.Length, info.Index.Length);
        Assert.Equal(600L, info.Index["ntotal"]);
        if (name.StartsWith("Iv", StringComparison.Ordinal))
            Assert.Equal(600L, info.Index["stored"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_OldFileCut_Throws(string name)
    {
        byte[] file = OldFile.Get(name).Bytes;
        for (int length = 0; length < file.Length; length += 97)
            Assert.Throws<FaissFormatException>(() => Load(name, file[..length]));
        Assert.Throws<FaissFormatException>(() => Load(name, file[..^1]));
    }

    [Theory]
    [InlineData("IxPo")]
    [InlineData("IxPQ")]
    public void Load_OldPq_ComparesByL2(string name)
    {
        byte[] file = OldFile.Get(name).Bytes;
        Assert.Equal("InnerProduct", FaissFile.Inspect(new MemoryStream(file)).Index["metric_type"]);

        using VectorIndex index = VectorIndex.Load(new MemoryStream(file));

        Assert.Equal(Metric.L2, index.Metric);
    }

    [Theory]
    [InlineData("Irfs L2")]
    [InlineData("Iwrf L2")]
    public void Load_RaBitQFastScanOfTheFirstTwoVersions_TellsWhichTheyAre(string name)
    {
        byte[] file = OldFile.Get(name).Bytes;
        // They have the quantizer's d, code_size and metric, and not its number of bits.
        int bits = file.AsSpan().IndexOf([.. BitConverter.GetBytes(32L), .. BitConverter.GetBytes(12L)]) + 20;

        var error = Assert.Throws<FaissFormatException>(() => Load(name, [.. file[..bits], .. file[(bits + 8)..]]));

        Assert.Contains($"FastScan ({name[..4]})", error.Message, StringComparison.Ordinal);
        Assert.Contains("FAISS 1.13.0 and 1.13.1", error.Message, StringComparison.Ordinal);
    }

    private static IDisposable Load(string name, byte[] file)
        => OldFile.IsBinary(name) ? BinaryIndex.Load(new MemoryStream(file)) : VectorIndex.Load(new MemoryStream(file));
}
