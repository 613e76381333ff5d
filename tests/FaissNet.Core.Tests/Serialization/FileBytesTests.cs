namespace FaissNet.Tests.Serialization;

/// <summary>Files as FAISS 1.7.3 writes them for the same state, byte for byte.</summary>
[Trait("Tier", "Independent")]
public class FileBytesTests
{
    private const string Header = "0000100000000000 0000100000000000";

    [Fact]
    public void Save_FlatL2_WritesFaissBytes()
    {
        using var index = new FlatIndex(2);
        index.Add([1, 2]);
        AssertBytes($"49784632 02000000 0100000000000000 {Header} 01 01000000 0200000000000000 0000803f00000040", index);
    }

    [Fact]
    public void Save_IdMap2OfFlatIp_WritesFaissBytes()
    {
        using var index = new IdMapIndex(new FlatIndex(2, Metric.InnerProduct), hasReverseMap: true);
        index.AddWithIds([1, 2], [7]);
        AssertBytes(
            $"""
            49784d32 02000000 0100000000000000 {Header} 01 00000000
            49784649 02000000 0100000000000000 {Header} 01 00000000 0200000000000000 0000803f00000040
            0100000000000000 0700000000000000
            """,
            index);
    }

    [Fact]
    public void Save_BinaryFlat_WritesFaissBytes()
    {
        using var index = new BinaryFlatIndex(16);
        index.Add([0xab, 0xcd]);
        AssertBytes("49427846 10000000 02000000 0100000000000000 01 01000000 0200000000000000 abcd", index);
    }

    [Fact]
    public void Save_Sq8_WritesFaissBytes()
    {
        using var index = new ScalarQuantizerIndex(2);
        index.Train([0, 1, 2, 3]);
        index.Add([1, 2]);
        AssertBytes(
            $"""
            49785351 02000000 0100000000000000 {Header} 01 01000000
            00000000 00000000 00000000 0200000000000000 0200000000000000 0400000000000000 00000000 0000803f 00000040 00000040
            0200000000000000 7f7f
            """,
            index);
    }

    [Fact]
    public void Save_IvfFlatWithTwoFullLists_WritesFaissBytes()
    {
        var coarse = new FlatIndex(1);
        coarse.Add([0.5f, 9]);
        using var index = new IvfFlatIndex(coarse, 2);
        index.Restore(isTrained: true, count: 0, nProbe: 1, DirectMap.None());
        index.Add([0.5f, 9]);
        AssertBytes(
            $"""
            4977466c 01000000 0200000000000000 {Header} 01 01000000 0200000000000000 0100000000000000
            49784632 01000000 0200000000000000 {Header} 01 01000000 0200000000000000 0000003f 00001041
            00 0000000000000000
            696c6172 0200000000000000 0400000000000000 66756c6c 0200000000000000 0100000000000000 0100000000000000
            0000003f 0000000000000000 00001041 0100000000000000
            """,
            index);
    }

    [Fact]
    public void Save_UntrainedIvfFlat_WritesSparseLists()
    {
        using var index = new IvfFlatIndex(1, 2) { NProbe = 3 };
        AssertBytes(
            $"""
            4977466c 01000000 0000000000000000 {Header} 00 01000000 0200000000000000 0300000000000000
            49784632 01000000 0000000000000000 {Header} 01 01000000 0000000000000000
            00 0000000000000000
            696c6172 0200000000000000 0400000000000000 73707273 0000000000000000
            """,
            index);
    }

    [Fact]
    public void Save_UntrainedPq_WritesZerosForCentroids()
    {
        using var index = new PqIndex(2, 1, 1, Metric.InnerProduct);
        AssertBytes(
            $"""
            49785071 02000000 0000000000000000 {Header} 00 00000000
            0200000000000000 0100000000000000 0100000000000000 0400000000000000 00000000 00000000 00000000 00000000
            0000000000000000 00000000 00 02000000
            """,
            index);
    }

    private static void AssertBytes(string expected, IDisposable index)
        => Assert.Equal(
            string.Concat(expected.Where(char.IsAsciiHexDigit)).ToUpperInvariant(),
            Convert.ToHexString(SmallFiles.Save(index)));
}
