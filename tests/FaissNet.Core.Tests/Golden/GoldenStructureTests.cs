using FaissNet.Testing;

namespace FaissNet.Tests.Golden;

[Trait("Tier", "Independent")]
public class GoldenStructureTests
{
    public static TheoryData<string> Keys { get; } = [.. GoldenFiles.All.Select(file => file.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Inspect_EveryTypeOfFile_UsesEveryByte(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);

        FaissFileInfo info = FaissFile.Inspect(file.IndexPath);

        Assert.Equal(new FileInfo(file.IndexPath).Length, info.Length);
        Assert.Equal(info.Length, info.Index.Length);
        Assert.Equal(0, info.TrailerLength);
        Assert.Equal(file.Factory, info.Description);
        Assert.Equal((600, true, file.IsBinary, file.IsBinary ? 64 : 32), (info.Count, info.IsTrained, info.IsBinary, info.Dimension));
        // FAISS wrote it, so FAISS may read it.
        Assert.Null(info.WhyNotNative);
        Assert.InRange(info.MinimumFaissVersion, new Version(1, 7, 3), Version.Parse(file.Version));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Inspect_StreamThatCannotSeek_FindsTheSameStructure(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        FaissFileInfo seeking = FaissFile.Inspect(file.IndexPath);
        using var stream = new ForwardOnlyStream(File.ReadAllBytes(file.IndexPath));

        FaissFileInfo reading = FaissFile.Inspect(stream);

        Assert.Equal(
            seeking.Index.Descend().Select(part => (part.Role, part.Fourcc, part.Offset, part.Length)),
            reading.Index.Descend().Select(part => (part.Role, part.Fourcc, part.Offset, part.Length)));
        Assert.Equal(seeking.Index.Descend().SelectMany(part => part.Fields), reading.Index.Descend().SelectMany(part => part.Fields));
    }

    [Fact]
    public void Inspect_IvfPq_TellsItsNumbers()
    {
        FaissFileInfo info = FaissFile.Inspect(GoldenFiles.Get("1.7.3/OPQ8_IVF8_PQ8np_l2").IndexPath);

        Assert.Equal(
            ["IndexPreTransform", "LinearTransform", "IndexIVFPQ", "IndexFlatL2", "ArrayInvertedLists"],
            info.Index.Descend().Select(part => part.ClassName));
        IndexStructure ivf = info.Index.Children[1];
        Assert.Equal((8L, 3L, 8L, 8L), (ivf["nlist"], ivf["nprobe"], ivf["M"], ivf["nbits"]));
        Assert.Equal(600L, ivf.Children[1]["stored"]);
        Assert.Null(ivf["no such field"]);
        Assert.Null(info.WhyNotManaged);
    }

    [Theory]
    [InlineData("HNSW8_Flat_l2", "IndexHNSWFlat", "IndexFlatL2")]
    [InlineData("BIVF8", "IndexBinaryIVF", "IndexBinaryFlat", "ArrayInvertedLists")]
    [InlineData("PQ4x4np_RFlat_ip", "IndexRefineFlat", "IndexPQ", "IndexFlatIP")]
    [InlineData("ITQ16_LSH_l2", "IndexPreTransform", "ITQTransform", "ITQMatrix", "LinearTransform", "IndexLSH", "RandomRotationMatrix")]
    [InlineData("IVF8_PQ8x4fs_RFlat_l2", "IndexRefineFlat", "IndexIVFPQFastScan", "IndexFlatL2", "BlockInvertedLists", "IndexFlatL2")]
    public void Inspect_NestedTypes_NamesEveryPart(string name, params string[] classes)
        => Assert.Equal(classes, FaissFile.Inspect(GoldenFiles.Get("1.7.3/" + name).IndexPath).Index.Descend().Select(part => part.ClassName));
}
