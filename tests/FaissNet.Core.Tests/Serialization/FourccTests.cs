using System.Text;
using FaissNet.Serialization;
using FaissNet.Testing;

namespace FaissNet.Tests.Serialization;

/// <summary>
/// Every four letters that FAISS writes or ever wrote: the C# engine reads what follows, or refuses it with a sentence that names the type and who reads it.
/// </summary>
[Trait("Tier", "Independent")]
public class FourccTests
{
    private const int Dimension = 8;

    /// <summary>The C# engine loads them; IxFl, which FAISS writes for all other metrics, where it has L2 or the inner product all the same.</summary>
    private static readonly string[] s_managed =
    [
        "IxF2", "IxFI", "IxFl", "IxSQ", "IxPq", "IxPQ", "IxPo", "IwFl", "IvFl", "IvFL", "IwSq", "IwSQ", "IvSQ", "IwPQ", "IvPQ", "IPfs", "IwPf", "IxPT", "IxRF",
        "IxMp", "IxM2", "IxHe", "IxHE", "IHNf", "IHNp", "IHNs", "Ixrq", "Ixrr", "Iwrq", "Iwrr", "Irfn", "Iwrn", "Irfs", "Iwrf",
        "IBxF", "IBwF", "IBMp", "IBM2", "IBHh", "IBHm", "IBHf", "IBFf",
    ];

    /// <summary>Only FAISS has them.</summary>
    private static readonly string[] s_native =
    [
        "IwFd", "IwQR", "IvQR", "IHN2", "Ix2L", "Imiq", "ImRQ", "IxRq", "IxRQ", "IxLS", "IxPR", "IxPL", "IwRQ", "IwLS", "IwPR", "IwPL",
        "IRfs", "ILfs", "IPRf", "IPLf", "IVRf", "IVLf", "NPRf", "NPLf", "IwSh", "INSf", "INSp", "INSs", "INNf", "IRMf", "IRMh", "IxLa",
        "IwIQ", "IHNc", "IHc2", "IH00", "IxEe", "IxEd", "IwEe", "IwEd", "IxFP", "IxFp", "IwPn", "IwP2", "IHfP", "IxRP",
        "IBHc",
    ];

    /// <summary>Only builds of FAISS with a library whose format is not public have them.</summary>
    private static readonly string[] s_foreign = ["ILVQ", "ISVL", "ISVD", "ISV2", "ISVF", "ISIQ", "ISIL", "ISID"];

    /// <summary>What stands in the place of an index that was left out.</summary>
    private const string Absent = "null";

    private static readonly string[] s_transforms = ["rrot", "Pcam", "PcAm", "PCAm", "LTra", "Viqm", "Viqt", "RmDT", "VNrm", "VCnt", "HRot"];

    public static TheoryData<string> Native { get; } = [.. s_native];

    public static TheoryData<string> Foreign { get; } = [.. s_foreign];

    /// <summary>Their answers are compared in the tests of golden files and in <see cref="LegacyFormatTests"/>.</summary>
    [Fact]
    public void Managed_EachTypeAndTransform_IsInAFileThatLoads()
    {
        var loaded = new HashSet<string>();
        foreach (GoldenFile golden in GoldenFiles.All)
            Note(File.ReadAllBytes(golden.IndexPath));
        foreach (string type in SmallFiles.Types)
            Note(SmallFiles.Bytes(type));
        foreach (string name in OldFile.Names)
            Note(OldFile.Get(name).Bytes);
        foreach (string description in (string[])["PQ4x4fs", "IVF3,PQ4x4fs", "RaBitQ3", "IVF3,RaBitQ2"])
        {
            using VectorIndex index = VectorIndex.Create(Dimension, description);
            Note(SmallFiles.Save(index));
        }
        foreach (string description in (string[])["IDMap,BFlat", "IDMap2,BFlat"])
        {
            using BinaryIndex index = BinaryIndex.Create(Dimension, description);
            Note(SmallFiles.Save(index));
        }
        Assert.Empty(s_managed.Concat(s_transforms).Except(loaded));
        Assert.Empty(loaded.Intersect(s_native));

        void Note(byte[] file)
        {
            FaissFileInfo info = FaissFile.Inspect(new MemoryStream(file));
            if (info.WhyNotManaged is not null)
                return;
            using IDisposable index = info.IsBinary ? BinaryIndex.Load(new MemoryStream(file)) : VectorIndex.Load(new MemoryStream(file));
            loaded.UnionWith(info.Index.Descend().Select(part => part.Fourcc));
        }
    }

    [Theory]
    [MemberData(nameof(Native))]
    public void Native_EachType_IsRefusedByNameAndForTheNativeEngine(string fourcc)
    {
        string className = IndexTypes.Find(fourcc)!.Value.ClassName;
        foreach (byte[] file in Candidates(fourcc))
        {
            Exception? refused = Record.Exception(() => Load(fourcc, file));
            if (refused is not NotSupportedException)
            {
                Assert.IsType<FaissFormatException>(refused);
                continue;
            }
            Assert.Contains(className, refused.Message, StringComparison.Ordinal);
            Assert.Contains("native engine", refused.Message, StringComparison.Ordinal);
            return;
        }
        Assert.Fail($"{fourcc} is never refused as a type");
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Foreign_EachType_IsRefusedWithWhoWritesIt(string fourcc)
    {
        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => Load(fourcc, Candidates(fourcc)[0]));
        Assert.Contains($"IndexSVS ({fourcc})", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Intel's SVS", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Absent_IsRefusedAsLeftOut()
        => Assert.Contains("left out", Assert.Throws<NotSupportedException>(() => Load(Absent, Candidates(Absent)[0])).Message, StringComparison.Ordinal);

    [Fact]
    public void Transforms_LettersThatFaissDoesNotWrite_AreNamed()
    {
        byte[] file = [.. Letters("IxPT"), .. Header(), .. BitConverter.GetBytes(1), .. Letters("rroQ"), .. new byte[4096]];
        FaissFormatException error = Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream(file)));
        Assert.Contains("\"rroQ\" is not a type of transform", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Those that the C# engine reads are in golden files; of the others it says what they are, and whether FAISS gets them.</summary>
    [Theory]
    [InlineData("il00", "left out", "does not open it either")]
    [InlineData("ilod", "OnDiskInvertedLists", "does not open it either")]
    [InlineData("ilpn", "Panorama", "The native engine reads it with FAISS 1.13.0")]
    [InlineData("ilp2", "Panorama", "The native engine reads it with FAISS 1.14.2")]
    [InlineData("ilbl", "block lists belong only to fast-scan indexes", "")]
    [InlineData("ilxx", "\"ilxx\" is not a type of inverted lists", "")]
    public void Lists_EachTypeThatIsNotRead_IsRefusedWithWhatItIs(string fourcc, string what, string native)
    {
        byte[] file = [.. Letters("IwFl"), .. InvertedFile(), .. Letters(fourcc), .. Sizes(1, sizeof(float) * Dimension), .. new byte[4096]];
        Exception error = Assert.ThrowsAny<Exception>(() => VectorIndex.Load(new MemoryStream(file)));
        Assert.True(error is FaissFormatException || (error is NotSupportedException && native.Length > 0), error.ToString());
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains(native, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_TheTable_HasNoOthers()
    {
        string[] all = [.. s_managed, .. s_native, .. s_foreign, Absent];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, fourcc => Assert.NotNull(IndexTypes.Find(fourcc)));
        Assert.Null(IndexTypes.Find("IxXX"));
        Assert.Contains("IxXX", Assert.Throws<FaissFormatException>(() => Load("IxXX", [.. "IxXX"u8, .. Header()])).Message, StringComparison.Ordinal);
    }

    private static void Load(string fourcc, byte[] file)
    {
        if (IndexTypes.Find(fourcc) is { IsBinary: true })
            BinaryIndex.Load(new MemoryStream(file)).Dispose();
        else
            VectorIndex.Load(new MemoryStream(file)).Dispose();
    }

    /// <summary>What may follow the letters: the headers that there are, and then enough to read on in.</summary>
    private static byte[][] Candidates(string fourcc)
    {
        byte[] quantizer = [.. Letters("IxF2"), .. Header(), .. Sizes(0)];
        byte[][] bodies =
        [
            Header(),
            InvertedFile(),
            [.. Header(), .. quantizer, .. quantizer, .. BitConverter.GetBytes(1f)],
            [.. Header(), .. quantizer, 0, .. Letters("IwFl"), .. InvertedFile()],
            [.. BitConverter.GetBytes(Dimension), .. BitConverter.GetBytes(1), .. BitConverter.GetBytes(1), .. BitConverter.GetBytes(1), .. Header()],
            [.. BitConverter.GetBytes(Dimension), .. Sizes(2, 128, 0), 1],
            [.. BitConverter.GetBytes(Dimension), .. BitConverter.GetBytes(1), .. Sizes(0), 1, .. BitConverter.GetBytes(1), .. quantizer],
        ];
        return [.. bodies.Select(body => (byte[])[.. Letters(fourcc), .. body, .. new byte[4096]])];
    }

    private static byte[] InvertedFile()
        => [.. Header(), .. Sizes(1, 1), .. Letters("IxF2"), .. Header(count: 1), .. Sizes(Dimension), .. new byte[4 * Dimension], 0, .. Sizes(0)];

    private static byte[] Header(int metric = 1, long count = 0)
        => [.. BitConverter.GetBytes(Dimension), .. Sizes(count, 1 << 20, 1 << 20), 1, .. BitConverter.GetBytes(metric)];

    private static byte[] Sizes(params long[] sizes) => [.. sizes.SelectMany(BitConverter.GetBytes)];

    private static byte[] Letters(string fourcc) => Encoding.ASCII.GetBytes(fourcc);
}
