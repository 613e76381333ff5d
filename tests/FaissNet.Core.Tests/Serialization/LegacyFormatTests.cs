using System.Text;
using FaissNet.Testing;

namespace FaissNet.Tests.Serialization;

/// <summary>Formats that FAISS still reads and no longer writes, made from today's by putting the same parts in the old places.</summary>
public class LegacyFormatTests
{
    private const int MetricOffset = 33;

    [Theory]
    [InlineData("IxPo", 0)]
    [InlineData("IxPQ", 9)]
    public void Load_OldPq_ComparesByL2(string fourcc, int bytesMissing)
    {
        byte[] today = File.ReadAllBytes(GoldenFiles.Get("1.7.3/PQ4x4np_l2").IndexPath);
        byte[] old = [.. today[..^bytesMissing]];
        Encoding.ASCII.GetBytes(fourcc, old);
        // The versions that wrote these stated inner product and compared by L2.
        old[MetricOffset] = 0;

        using VectorIndex index = VectorIndex.Load(new MemoryStream(old));

        Assert.Equal(Metric.L2, index.Metric);
        Assert.Equal(today, SmallFiles.Save(index));
    }

    [Fact]
    public void Load_OldIvfScalarQuantizer_EncodesResiduals()
    {
        byte[] today = File.ReadAllBytes(GoldenFiles.Get("1.7.3/IVF8_SQ8_l2").IndexPath);
        int lists = ListsOffset(today);
        byte[] old = [.. today[..(lists - 1)], .. today[lists..]];
        Encoding.ASCII.GetBytes("IwSQ", old);

        using VectorIndex index = VectorIndex.Load(new MemoryStream(old));

        Assert.Equal(today, SmallFiles.Save(index));
    }

    [Theory]
    [InlineData("IvFl", "IVF8_Flat_l2", 4, 0)]
    [InlineData("IvFL", "IVF8_Flat_ip", 1, 0)]
    [InlineData("IvPQ", "IVF8_PQ8x4np_l2", 1, 0)]
    [InlineData("IvSQ", "IVF8_SQ8_ip", 1, 1)]
    public void Load_OldInvertedFile_IsTheSameAsTodays(string fourcc, string name, int elementSize, int bytesMissing)
    {
        byte[] today = File.ReadAllBytes(GoldenFiles.Get("1.7.3/" + name).IndexPath);
        byte[] old = ToOldInvertedFile(today, fourcc, elementSize, bytesMissing);

        using VectorIndex index = VectorIndex.Load(new MemoryStream(old));

        Assert.Equal(today, SmallFiles.Save(index));
        FaissFileInfo info = FaissFile.Inspect(new MemoryStream(old));
        Assert.Equal(((long)old.Length, 600L), (info.Index.Length, (long)info.Index["stored"]!));
    }

    [Theory]
    [InlineData("IvFl", "IVF8_Flat_l2", 4, 0)]
    [InlineData("IvPQ", "IVF8_PQ8x4np_l2", 1, 0)]
    public void Load_OldInvertedFileCut_Throws(string fourcc, string name, int elementSize, int bytesMissing)
    {
        byte[] old = ToOldInvertedFile(File.ReadAllBytes(GoldenFiles.Get("1.7.3/" + name).IndexPath), fourcc, elementSize, bytesMissing);
        for (int length = 0; length < old.Length; length += 97)
            Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream(old[..length])));
    }

    private static byte[] ToOldInvertedFile(byte[] today, string fourcc, int elementSize, int bytesMissing)
    {
        using var index = (IvfIndex)VectorIndex.Load(new MemoryStream(today));
        IndexStructure structure = FaissFile.Inspect(new MemoryStream(today)).Index;
        int quantizerEnd = (int)(structure.Children[0].Offset + structure.Children[0].Length);
        var old = new MemoryStream();
        var writer = new BinaryWriter(old);
        writer.Write(today.AsSpan(0, quantizerEnd));
        for (int list = 0; list < index.NList; list++)
        {
            writer.Write(index.ListLength(list));
            for (long row = 0; row < index.ListLength(list); row++)
                writer.Write(index.Lists.Ids(list)[row][0]);
        }
        writer.Write(today.AsSpan(quantizerEnd, ListsOffset(today) - bytesMissing - quantizerEnd));
        int codeSize = index.Lists.CodeSize;
        for (int list = 0; list < index.NList; list++)
        {
            writer.Write(index.ListLength(list) * codeSize / elementSize);
            writer.Write(Codes(index, list));
        }
        byte[] bytes = old.ToArray();
        Encoding.ASCII.GetBytes(fourcc, bytes);
        return bytes;
    }

    private static unsafe byte[] Codes(IvfIndex index, int list)
    {
        var codes = new byte[index.ListLength(list) * index.Lists.CodeSize];
        fixed (byte* pointer = codes)
            index.Lists.ReadCodes(list, 0, new Storage.Rows<byte>(pointer, index.ListLength(list), index.Lists.CodeSize));
        return codes;
    }

    private static int ListsOffset(byte[] file) => (int)FaissFile.Inspect(new MemoryStream(file)).Index.Children[^1].Offset;
}
