using FaissNet.Testing;

namespace FaissNet.Tests.Serialization;

/// <summary>What FAISS's own reader would follow blindly must be refused before it gets the file.</summary>
[Trait("Tier", "Independent")]
public class HostileStructureTests
{
    private const int HeaderBytes = 37;

    public static TheoryData<string> Keys { get; } =
        [.. GoldenFiles.All.Where(file => file.Version == "1.15.0" && file.MetricName != "ip").Select(file => file.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Inspect_DamagedAnywhere_ThrowsOrDescribes(string key)
    {
        byte[] original = File.ReadAllBytes(GoldenFiles.Get(key).IndexPath);
        var random = new Random(3);
        long[] values = [0, 1, -1, 7, 64, 1 << 20, int.MaxValue, int.MinValue, 1L << 39, 1L << 40, long.MaxValue, long.MinValue];
        int refused = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            byte[] file = [.. original];
            // Most fields stand in front of the data.
            int at = random.Next(trial % 2 == 0 ? 300 : file.Length - sizeof(long));
            BitConverter.TryWriteBytes(file.AsSpan(at), values[random.Next(values.Length)]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                FaissFileInfo info = FaissFile.Inspect(new MemoryStream(file));
                Assert.True(info.Index.Length <= file.Length, $"{info.Index.Length} bytes of {file.Length}");
            }
            catch (Exception e) when (e is FaissFormatException or NotSupportedException)
            {
                refused++;
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 64 << 20, $"{allocated} bytes allocated for a field at {at}");
        }
        // Much of a file is vectors, which may be anything.
        Assert.True(refused > 10, $"only {refused} of 300 damaged files were refused");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    [InlineData(-2)]
    public void Inspect_HnswNeighbourOutOfRange_Throws(int neighbour)
    {
        byte[] file = File.ReadAllBytes(GoldenFiles.Get("1.7.3/HNSW8_Flat_l2").IndexPath);
        (int levels, int neighbours) = GraphOffsets(file);
        if (neighbour == 0)
        {
            // A neighbour that exists, but not on the level of the list it is put in: the second level of the vector with the most.
            int[] heights = [.. Enumerable.Range(0, 600).Select(i => BitConverter.ToInt32(file, levels + (4 * i)))];
            int tall = Array.FindIndex(heights, height => height > 1);
            int start = heights.Take(tall).Sum(height => 16 + (8 * (height - 1)));
            neighbours += 4 * (start + 16);
            neighbour = Array.IndexOf(heights, 1);
        }
        BitConverter.TryWriteBytes(file.AsSpan(neighbours), neighbour);
        Assert.Contains("neighbour", Refused(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(600)]
    public void Inspect_HnswEntryOutOfRange_Throws(int entry)
    {
        byte[] file = File.ReadAllBytes(GoldenFiles.Get("1.15.0/HNSW8_Flat_l2").IndexPath);
        (_, int neighbours) = GraphOffsets(file);
        int end = neighbours + (4 * (int)BitConverter.ToInt64(file, neighbours - 8));
        BitConverter.TryWriteBytes(file.AsSpan(end), entry);
        Refused(file);
    }

    [Fact]
    public void Inspect_RefineOverIdsBeyondItsVectors_Throws()
    {
        byte[] file = SmallFiles.Bytes("Refine IVF");
        IndexStructure lists = FaissFile.Inspect(new MemoryStream(file)).Index.Children[0].Children[1];
        // The last id of the last list.
        BitConverter.TryWriteBytes(file.AsSpan((int)(lists.Offset + lists.Length) - 8), 20L);
        Assert.Contains("returns ids from 0 to 20", Refused(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SQ8_l2", "1.7.3")]
    [InlineData("SQbf16_l2", "1.9.0")] // older ones read it and end the process when they search
    [InlineData("RaBitQ_l2", "1.11.0")]
    [InlineData("IVF8_RaBitQ4_l2", "1.13.1")]
    [InlineData("HR_RaBitQ_ip", "1.14.1")] // the rotation is younger than what it is in front of
    public void Inspect_TypeOfLaterFaiss_TellsWhichVersionHasIt(string name, string version)
    {
        FaissFileInfo info = FaissFile.Inspect(GoldenFiles.Get("1.15.0/" + name).IndexPath);

        Assert.Equal(Version.Parse(version), info.MinimumFaissVersion);
        Assert.True(info.IsNativeSafe);
    }

    [Fact]
    public void Inspect_MetricThatOnlyNativeFlatHas_IsForTheNativeEngineOnly()
    {
        // IxFl, L1, with the argument that such metrics have behind them.
        byte[] flat = SmallFiles.Save(new FlatIndex(8));
        byte[] file = [.. "IxFl"u8, .. flat[4..33], 2, 0, 0, 0, 0, 0, 0, 0, .. flat[37..]];

        FaissFileInfo info = FaissFile.Inspect(new MemoryStream(file));

        Assert.Equal("L1", info.Index["metric_type"]);
        Assert.Contains("L1", info.WhyNotManaged, StringComparison.Ordinal);
        Assert.Null(info.WhyNotNative);
        Assert.Throws<NotSupportedException>(() => VectorIndex.Load(new MemoryStream(file)));
    }

    [Theory]
    [InlineData("PQ8x4fs_l2", "bbs", 31)]
    [InlineData("IVF8_PQ8x4fs_l2", "M2", 7)]
    [InlineData("IVF8_PQ8x4fs_l2", "code_size", 5)]
    [InlineData("OPQ8_16_PQ8np_l2", "d_out", 17)]
    [InlineData("OPQ8_16_PQ8np_l2", "d_in", 31)]
    [InlineData("LSHrt_l2", "nbits", 40)]
    [InlineData("IDMap_Flat_l2", "ntotal", 599)]
    public void Inspect_NumberThatContradictsTheOthers_Throws(string name, string field, int value)
    {
        byte[] file = File.ReadAllBytes(GoldenFiles.Get("1.7.3/" + name).IndexPath);
        FaissFileInfo info = FaissFile.Inspect(new MemoryStream(file));
        long original = (long)info.Index.Descend().Select(part => part[field]).First(found => found is not null)!;
        int refused = 0;
        // Wherever the old value stands in front of the data, put the new one: whichever of them is the field is refused.
        for (int at = 4; at + 4 <= Math.Min(file.Length, 20_000); at++)
        {
            if (BitConverter.ToInt32(file, at) != original)
                continue;
            byte[] damaged = [.. file];
            BitConverter.TryWriteBytes(damaged.AsSpan(at), value);
            if (Record.Exception(() => FaissFile.Inspect(new MemoryStream(damaged))) is FaissFormatException)
                refused++;
        }
        Assert.True(refused > 0, $"{field} = {value} was accepted everywhere");
    }

    /// <summary>FAISS writes the second quantizer of an untrained IndexIVFPQR and does not read it.</summary>
    [Fact]
    public void Inspect_UntrainedIvfPqr_IsReadToItsEndAndNotNestedForTheNativeEngine()
    {
        byte[] header = [8, 0, 0, 0, .. new byte[8], .. new byte[16], 0, 1, 0, 0, 0];
        byte[] quantizer = [.. BitConverter.GetBytes(8L), .. BitConverter.GetBytes(2L), .. BitConverter.GetBytes(4L), .. BitConverter.GetBytes(128L), .. new byte[512]];
        byte[] flat = [.. "IxF2"u8, .. header[..28], 1, .. header[29..], .. new byte[8]];
        byte[] file =
        [
            .. "IwQR"u8, .. header, .. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(1L), .. flat, .. new byte[9],
            1, .. BitConverter.GetBytes(1L), .. quantizer,
            .. "ilar"u8, .. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(1L), .. "sprs"u8, .. new byte[8],
            .. quantizer, .. new byte[8], .. BitConverter.GetBytes(1f),
        ];
        byte[] nested = [.. "IxMp"u8, .. header, .. file, .. new byte[8]];

        FaissFileInfo info = FaissFile.Inspect(new MemoryStream(file));
        FaissFileInfo inner = FaissFile.Inspect(new MemoryStream(nested));

        Assert.Equal((file.Length, null), ((int)info.Index.Length, info.WhyNotNative));
        Assert.Equal(nested.Length, inner.Index.Length);
        Assert.Contains("untrained IndexIVFPQR", inner.WhyNotNative, StringComparison.Ordinal);
        var refused = Assert.Throws<NotSupportedException>(() => VectorIndex.Load(new MemoryStream(nested)));
        Assert.Contains("The native engine does not open it either", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_TwoIdsAtOnePlaceOfTheDirectMap_Throws()
    {
        using var index = new IvfFlatIndex(8, 3);
        index.Train(SmallFiles.Vectors(20));
        index.Add(SmallFiles.Vectors(20));
        index.MakeDirectMap();
        byte[] array = SmallFiles.Save(index);
        // Behind nlist, nprobe and a flat quantizer of 3 vectors: the type, and 20 entries. A hash table has no array and then pairs.
        const int map = HeaderBytes + 16 + HeaderBytes + 8 + (3 * 8 * sizeof(float));
        byte[] Table(int other)
        {
            var pairs = new List<byte>();
            for (int id = 0; id < 20; id++)
                pairs.AddRange([.. BitConverter.GetBytes((long)id), .. array.AsSpan(map + 9 + (8 * (id == 1 ? other : id)), 8)]);
            return [.. array[..map], 2, .. new byte[8], .. BitConverter.GetBytes(20L), .. pairs, .. array[(map + 9 + 160)..]];
        }
        VectorIndex.Load(new MemoryStream(Table(1))).Dispose();
        byte[] file = Table(0);

        Assert.Contains("points twice", Refused(file), StringComparison.Ordinal);
        Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream(file)));
    }

    [Fact]
    public void Inspect_HnswLevelsWithoutProbabilities_Throws()
    {
        byte[] file = File.ReadAllBytes(GoldenFiles.Get("1.7.3/HNSW8_Flat_l2").IndexPath);
        int levels = (int)BitConverter.ToInt64(file, HeaderBytes);
        byte[] longer = [.. file[..HeaderBytes], .. BitConverter.GetBytes(levels + 1L), .. file[(HeaderBytes + 8)..(HeaderBytes + 8 + (8 * levels))], .. new byte[8],
            .. file[(HeaderBytes + 8 + (8 * levels))..]];
        Assert.Contains("probabilities", Refused(longer), StringComparison.Ordinal);
    }

    private static string Refused(byte[] file)
        => Assert.Throws<FaissFormatException>(() => FaissFile.Inspect(new MemoryStream(file))).Message;

    /// <summary>Where the levels and the neighbours of a graph begin.</summary>
    private static (int Levels, int Neighbours) GraphOffsets(byte[] file)
    {
        int at = HeaderBytes;
        SkipVector(file, ref at, sizeof(double));
        SkipVector(file, ref at, sizeof(int));
        int levels = at + 8;
        SkipVector(file, ref at, sizeof(int));
        SkipVector(file, ref at, sizeof(long));
        return (levels, at + 8);
    }

    private static void SkipVector(byte[] file, ref int at, int elementSize)
        => at += 8 + (elementSize * (int)BitConverter.ToInt64(file, at));
}
