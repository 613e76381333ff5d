using System.Text;

namespace FaissNet.Serialization;

[Trait("Tier", "Independent")]
public sealed class QualityCardTests
{
    private const string Card = """{"retention":0.99,"text":"größer als ½ 画像"}""";

    [Theory]
    [InlineData("Flat")]
    [InlineData("IVF2,SQ8")]
    [InlineData("IDMap,PQ2x4np")]
    public void Save_AndLoad_KeepsTheCardBehindTheBytesOfFaiss(string description)
    {
        using VectorIndex index = Filled(description);
        byte[] plain = Saved(index.Save);
        index.QualityCard = Card;
        byte[] file = Saved(index.Save);
        Assert.Equal(plain, file[..plain.Length]);
        using var stream = new MemoryStream(file);
        using VectorIndex loaded = VectorIndex.Load(stream);
        Assert.Equal(Card, loaded.QualityCard);
        Assert.Equal(file.Length, stream.Position);
        Assert.Equal(file, Saved(loaded.Save));
        loaded.QualityCard = null;
        Assert.Equal(plain, Saved(loaded.Save));
    }

    [Fact]
    public void Save_AndLoadOfBits_KeepsTheCard()
    {
        using var index = new BinaryFlatIndex(16);
        index.Add([1, 2, 3, 4]);
        byte[] plain = Saved(index.Save);
        index.QualityCard = Card;
        using BinaryIndex copy = index.Clone();
        using BinaryIndex loaded = BinaryIndex.Load(new MemoryStream(Saved(copy.Save)));
        Assert.Equal(Card, loaded.QualityCard);
        Assert.Equal(plain, Saved(loaded.Save)[..plain.Length]);
    }

    [Fact]
    public void Clone_HasTheCardToo()
    {
        using VectorIndex index = Filled("SQ8");
        index.QualityCard = Card;
        using VectorIndex copy = index.Clone();
        Assert.Equal(Card, copy.QualityCard);
        Assert.Equal(Saved(index.Save), Saved(copy.Save));
    }

    [Fact]
    public void Load_MappedFile_HasTheCard()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        try
        {
            using VectorIndex index = Filled("Flat");
            index.QualityCard = Card;
            index.Save(path);
            using VectorIndex mapped = VectorIndex.Load(path, new LoadOptions { MemoryMap = true });
            Assert.Equal(Card, mapped.QualityCard);
            Assert.Equal(index.Search(Vectors(), 3).Ids, mapped.Search(Vectors(), 3).Ids);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Inspect_ShowsTheCardAndCountsTheTrailer()
    {
        using VectorIndex index = Filled("Flat");
        byte[] plain = Saved(index.Save);
        index.QualityCard = Card;
        byte[] file = Saved(index.Save);
        FaissFileInfo info = FaissFile.Inspect(new MemoryStream(file));
        Assert.Equal(Card, info.QualityCard);
        Assert.Equal(plain.Length, info.Index.Length);
        Assert.Equal(file.Length - plain.Length, info.TrailerLength);
        Assert.True(info.IsNativeSafe);
        Assert.Null(FaissFile.Inspect(new MemoryStream(plain)).QualityCard);
    }

    [Fact]
    public void Load_AnyByteOfTheTrailerChanged_Throws()
    {
        using VectorIndex index = Filled("Flat");
        int end = Saved(index.Save).Length;
        index.QualityCard = Card;
        byte[] file = Saved(index.Save);
        // Without its magic at the very end it is no trailer: then the bytes are nobody's business, as they were always.
        for (int at = end; at < file.Length - 8; at++)
        {
            byte[] damaged = [.. file];
            damaged[at] ^= 0x04;
            Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream(damaged)));
            Assert.Throws<FaissFormatException>(() => FaissFile.Inspect(new MemoryStream(damaged)));
        }
    }

    [Fact]
    public void Load_SeveralIndexesInOneStream_EachHasItsOwn()
    {
        using VectorIndex first = Filled("Flat"), second = Filled("SQ8");
        second.QualityCard = Card;
        using var stream = new MemoryStream([.. Saved(first.Save), .. Saved(second.Save)]);
        using VectorIndex one = VectorIndex.Load(stream), two = VectorIndex.Load(stream);
        Assert.Null(one.QualityCard);
        Assert.Equal("SQ8", two.Description);
        Assert.Equal(Card, two.QualityCard);
    }

    [Fact]
    public void QualityCard_TooLongOrNoText_ThrowsAndKeepsTheFormer()
    {
        using VectorIndex index = Filled("Flat");
        index.QualityCard = Card;
        Assert.Throws<ArgumentException>(() => index.QualityCard = new string('x', (1 << 20) + 1));
        Assert.Throws<ArgumentException>(() => index.QualityCard = "\ud800");
        Assert.Equal(Card, index.QualityCard);
        index.QualityCard = new string('x', 1 << 20);
        using VectorIndex loaded = VectorIndex.Load(new MemoryStream(Saved(index.Save)));
        Assert.Equal(index.QualityCard, loaded.QualityCard);
    }

    [Fact]
    public void Load_CardIsNotUtf8OrASectionIsUnknown_Throws()
    {
        using VectorIndex index = Filled("Flat");
        byte[] plain = Saved(index.Save);
        foreach ((string name, byte[] content) in new[] { ("CARD", new byte[] { 0xff }), ("XXXX", Encoding.UTF8.GetBytes(Card)) })
        {
            var trailer = new IndexTrailer();
            trailer.Add(new TrailerSection(name, 0, 0, content));
            using var stream = new MemoryStream();
            stream.Write(plain);
            var output = new FaissStreamWriter(stream, BuildOptions.Default, 0);
            trailer.WriteTo(output, plain.Length);
            output.Flush();
            Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream(stream.ToArray())));
        }
    }

    private static VectorIndex Filled(string description)
    {
        VectorIndex index = VectorIndex.Create(4, description);
        index.Train(Vectors());
        if (description.StartsWith("IDMap", StringComparison.Ordinal))
            index.AddWithIds(Vectors(), Enumerable.Range(0, 40).Select(i => (long)i * 3).ToArray());
        else
            index.Add(Vectors());
        return index;
    }

    private static float[] Vectors() => [.. Enumerable.Range(0, 160).Select(i => (float)(i * 7919 % 101))];

    private static byte[] Saved(Action<Stream, BuildOptions?> save)
    {
        using var stream = new MemoryStream();
        save(stream, null);
        return stream.ToArray();
    }
}
