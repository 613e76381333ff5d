using FaissNet.Testing;

namespace FaissNet.Tests.Serialization;

public class SaveAndLoadTests
{
    public static TheoryData<string> Types => SmallFiles.Types;

    private static readonly Dictionary<string, Func<VectorIndex>> s_untrained = new()
    {
        ["Flat"] = () => new FlatIndex(8),
        ["SQ8"] = () => new ScalarQuantizerIndex(8, ScalarQuantizerType.EightBit, Metric.InnerProduct),
        ["SQfp16"] = () => new ScalarQuantizerIndex(8, ScalarQuantizerType.Float16),
        ["PQ"] = () => new PqIndex(8, 4, 8),
        ["IVF Flat"] = () => new IvfFlatIndex(8, 5, Metric.InnerProduct),
        ["IVF SQ"] = () => new IvfScalarQuantizerIndex(8, 5, byResidual: false),
        ["IVF PQ"] = () => new IvfPqIndex(8, 5, 2, 4) { NProbe = 4 },
        ["Refine"] = () => new RefineIndex(new IvfPqIndex(8, 5, 2, 4), new FlatIndex(8)) { KFactor = 3.5f },
        ["IDMap"] = () => new IdMapIndex(new ScalarQuantizerIndex(8)),
        ["RR"] = () => new PreTransformIndex(new FlatIndex(6), new RandomRotationMatrix(8, 6)),
        ["PCA"] = () => new PreTransformIndex(new ScalarQuantizerIndex(4), new PcaMatrix(8, 4, -0.5f) { Epsilon = 0.1f }),
        ["PCA, dealt"] = () => new PreTransformIndex(new FlatIndex(4), new PcaMatrix(8, 4) { BalancedBins = 2 }),
        ["ITQ"] = () => new PreTransformIndex(new LshIndex(4, 4), new ItqTransform(8, 4, projects: true)),
        ["LSH"] = () => new LshIndex(8, 20, rotateData: true, trainThresholds: true),
        ["Center"] = () => new PreTransformIndex(new FlatIndex(8), new CenteringTransform(8)),
        ["IDMap2"] = () => new IdMapIndex(new PqIndex(8, 2, 4), hasReverseMap: true),
    };

    public static TheoryData<string> EmptyTypes { get; } = [.. s_untrained.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void SaveAndLoad_FilledIndex_AnswersAndSavesTheSame(string type)
    {
        using IDisposable index = SmallFiles.Create(type);
        byte[] file = SmallFiles.Save(index);
        using IDisposable loaded = SmallFiles.Load(type, file);

        Assert.Equal(file, SmallFiles.Save(loaded));
        Assert.Equal(index.ToString(), loaded.ToString());
        if (index is VectorIndex vectors)
        {
            SearchResult<float> expected = vectors.Search(SmallFiles.Vectors(30), 5);
            SearchResult<float> actual = ((VectorIndex)loaded).Search(SmallFiles.Vectors(30), 5);
            Assert.Equal(expected.Distances, actual.Distances);
            Assert.Equal(expected.Ids, actual.Ids);
        }
    }

    [Theory]
    [MemberData(nameof(EmptyTypes))]
    public void SaveAndLoad_UntrainedIndex_CanBeTrainedAfterwards(string type)
    {
        using VectorIndex index = s_untrained[type]();
        byte[] file = SmallFiles.Save(index);
        using VectorIndex loaded = VectorIndex.Load(new MemoryStream(file));
        Assert.Equal((index.ToString(), index.IsTrained), (loaded.ToString(), loaded.IsTrained));
        Assert.Equal(file, SmallFiles.Save(loaded));

        float[] vectors = SmallFiles.Vectors(300);
        foreach (VectorIndex target in (VectorIndex[])[index, loaded])
        {
            target.Train(vectors);
            // Trained, but empty.
            Assert.Equal(SmallFiles.Save(target), SmallFiles.Save(VectorIndex.Load(new MemoryStream(SmallFiles.Save(target)))));
            if (target is IdMapIndex)
                target.AddWithIds(vectors, [.. Enumerable.Range(5, 300).Select(i => (long)i)]);
            else
                target.Add(vectors);
        }

        Assert.Equal(SmallFiles.Save(index), SmallFiles.Save(loaded));
    }

    [Fact]
    public void SaveAndLoad_EmptyBinaryFlat_IsEmpty()
    {
        using var index = new BinaryFlatIndex(64);
        using BinaryIndex loaded = BinaryIndex.Load(new MemoryStream(SmallFiles.Save(index)));
        Assert.Equal((64, 0L), (loaded.Dimension, loaded.Count));
    }

    [Fact]
    public void Load_TrailerBehindTheIndex_IsLeftInTheStream()
    {
        byte[] file = SmallFiles.Bytes("IVF PQ");
        using var stream = new MemoryStream([.. file, .. "trailer"u8]);

        using VectorIndex index = VectorIndex.Load(stream);

        Assert.Equal(file.Length, stream.Position);
        stream.Position = 0;
        FaissFileInfo info = FaissFile.Inspect(stream);
        Assert.Equal((7L, (long)file.Length), (info.TrailerLength, info.Index.Length));
        Assert.Equal(file.Length, stream.Position);
    }

    [Fact]
    public void Load_TwoIndexesInOneStream_ReadsBoth()
    {
        using var stream = new MemoryStream([.. SmallFiles.Bytes("SQ8"), .. SmallFiles.Bytes("BFlat")]);

        using VectorIndex first = VectorIndex.Load(stream);
        using BinaryIndex second = BinaryIndex.Load(stream);

        Assert.Equal(("SQ8", "BFlat"), (first.Description, second.Description));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void SaveAndLoad_DirectMap_IsKept(int type)
    {
        using var index = (IvfFlatIndex)SmallFiles.Create("IVF Flat");
        index.MakeDirectMap();
        if (type == 2)
        {
            DirectMap table = DirectMap.FromTable(index.DirectMap.Array.Select((entry, id) => KeyValuePair.Create((long)id, entry)).Reverse());
            index.Restore(isTrained: true, index.Count, nProbe: 1, table);
        }
        byte[] file = SmallFiles.Save(index);

        using var loaded = (IvfFlatIndex)VectorIndex.Load(new MemoryStream(file));

        Assert.Equal((DirectMapType)type, loaded.DirectMap.Type);
        Assert.Equal(SmallFiles.Vectors(20)[56..64], loaded.Reconstruct(7));
        Assert.Equal(file, SmallFiles.Save(loaded));
        Assert.Equal(type == 1 ? "array" : "hashtable", FaissFile.Inspect(new MemoryStream(file)).Index["direct_map"]);
    }

    [Fact]
    public void Load_Cancelled_Throws()
    {
        byte[] file = SmallFiles.Bytes("IVF PQ");
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => VectorIndex.Load(new MemoryStream(file), cancelled));
        Assert.Throws<OperationCanceledException>(() => BinaryIndex.Load(new MemoryStream(SmallFiles.Bytes("BFlat")), cancelled));
        Assert.Throws<OperationCanceledException>(() => FaissFile.Inspect(new MemoryStream(file), cancelled));
    }

    [Fact]
    public void Load_NotAnIndex_SaysSo()
    {
        string text = Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream("%PDF-1.7"u8.ToArray()))).Message;
        Assert.Contains("not a FAISS index", text, StringComparison.Ordinal);
        text = Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream("ABCDEFGH"u8.ToArray()))).Message;
        Assert.Contains("\"ABCD\" is not a type of index", text, StringComparison.Ordinal);
        Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream([])));
    }

    [Fact]
    public void Load_NestedTooDeep_Throws()
    {
        byte[] map = SmallFiles.Save(new IdMapIndex(new FlatIndex(8)))[..37];
        byte[] file = [.. Enumerable.Repeat(map, 60).SelectMany(bytes => bytes)];
        string text = Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream(file))).Message;
        Assert.Contains("deeper than 50", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_StreamThatCannotBeRead_Throws()
    {
        using var closed = new MemoryStream();
        closed.Dispose();
        Assert.Throws<ArgumentException>(() => VectorIndex.Load(closed));
        Assert.Throws<ArgumentNullException>(() => VectorIndex.Load((Stream)null!));
        Assert.Throws<FileNotFoundException>(() => VectorIndex.Load(Path.Combine(GoldenFiles.RepositoryRoot, "no such file")));
    }
}
