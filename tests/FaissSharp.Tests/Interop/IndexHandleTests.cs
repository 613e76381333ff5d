namespace FaissSharp.Tests.Interop;

/// <summary>Every method of the float handle once, with answers that can be worked out by hand.</summary>
public sealed class IndexHandleTests
{
    // Four points on a line: 0, 1, 3, 6.
    private static readonly float[] s_points = [0, 0, 1, 0, 3, 0, 6, 0];

    [Fact]
    public void Search_FlatL2_GivesSquaredDistancesInOrder()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled("Flat");
        var distances = new float[5];
        var ids = new long[5];

        index.Search([2, 0], 5, distances, ids);

        Assert.Equal([1, 2, 0, 3, -1], ids);
        Assert.Equal([1, 1, 4, 16, float.MaxValue], distances);
    }

    [Fact]
    public void Search_WithFilter_FindsOnlyItsIds()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled("Flat");
        using FaissIdFilterHandle filter = FaissIdFilterHandle.Set([3, 0]);
        var distances = new float[2];
        var ids = new long[2];

        index.Search([2, 0], 2, distances, ids, new FaissSearchParameters(IdFilter: filter));

        Assert.Equal([0, 3], ids);
        Assert.Equal([4, 16], distances);
    }

    [Fact]
    public void RangeSearch_Flat_GivesAllNearer()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled("Flat");

        using FaissRangeResultHandle result = index.RangeSearch([2, 0, 100, 0], 5);
        result.CopyTo(out long[] limits, out float[] distances, out long[] ids);

        Assert.Equal([0, 3, 3], limits);
        Assert.Equal([0, 1, 2], ids.Order());
        Assert.Equal([1, 1, 4], distances.Order());
    }

    [Fact]
    public void Properties_FlatInnerProduct_AreThoseOfTheIndex()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = FaissIndexHandle.Create(2, "Flat", faissnet_metric.FAISSNET_METRIC_INNER_PRODUCT);
        index.Add(s_points);

        Assert.Equal(2, index.Dimension);
        Assert.Equal(4, index.Count);
        Assert.True(index.IsTrained);
        Assert.Equal(faissnet_metric.FAISSNET_METRIC_INNER_PRODUCT, index.Metric);
        Assert.Equal(8, index.CodeSize);
        Assert.Equal(8, index.CodecSize);
        Assert.Equal(0, index.NList);
        Assert.Equal(0, index.NProbe);
        Assert.StartsWith("IndexFlat", index.Kind);
        Assert.Contains("Flat", index.Description);
    }

    [Fact]
    public void MetricArgument_IsReadable()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = FaissIndexHandle.Create(2, "Flat", faissnet_metric.FAISSNET_METRIC_LP);

        Assert.Equal(0, index.MetricArgument);
    }

    [Fact]
    public void Reconstruct_Flat_GivesTheVectors()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled("Flat");
        var one = new float[2];
        var two = new float[4];

        index.Reconstruct(2, one);
        index.ReconstructRange(1, two);

        Assert.Equal([3, 0], one);
        Assert.Equal([1, 0, 3, 0], two);
    }

    [Fact]
    public void RemoveMergeReset_Flat_ChangeTheCount()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled("Flat");
        using FaissIndexHandle other = CreateFilled("Flat");
        using FaissIdFilterHandle filter = FaissIdFilterHandle.Range(0, 3);

        Assert.Equal(3, index.Remove(filter));
        Assert.Equal(1, index.Count);
        index.Merge(other);
        Assert.Equal((5, 0), (index.Count, other.Count));
        index.Reset();
        Assert.Equal(0, index.Count);
    }

    [Fact]
    public void EncodeDecode_Flat_RoundTrips()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled("Flat");
        var codes = new byte[4 * index.CodecSize];
        var decoded = new float[8];

        index.Encode(s_points, codes);
        index.Decode(codes, decoded);

        Assert.Equal(s_points, decoded);
        Assert.Equal(codes, index.GetCodes());
    }

    [Fact]
    public void SaveAndLoad_FileAndMemory_GiveTheSameBytes()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = CreateFilled("IDMap,Flat", [40, 41, 42, 43]);
        string path = Path.Combine(Path.GetTempPath(), $"faisssharp-ü-{Guid.NewGuid():N}.faiss");
        try
        {
            index.Save(path);
            using FaissBufferHandle buffer = index.Save();
            using var bytes = new MemoryStream();
            buffer.CopyTo(bytes);
            using FaissIndexHandle fromFile = FaissIndexHandle.Load(path);
            using FaissIndexHandle fromMemory = FaissIndexHandle.Load(bytes.ToArray());

            Assert.Equal(File.ReadAllBytes(path), bytes.ToArray());
            Assert.Equal([40, 41, 42, 43], fromFile.GetIdMap());
            Assert.Equal([40, 41, 42, 43], fromMemory.GetIdMap());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void State_IvfPq_IsReadable()
    {
        NativeLibraryRequired.Check();
        var random = new Random(7);
        float[] x = Enumerable.Range(0, 400 * 4).Select(_ => random.NextSingle()).ToArray();
        using FaissIndexHandle index = FaissIndexHandle.Create(4, "IVF2,PQ2x4np", faissnet_metric.FAISSNET_METRIC_L2);
        index.Train(x, threads: 1);
        index.Add(x, Enumerable.Range(0, 400).Select(i => 1000L + i).ToArray(), threads: 1);
        index.NProbe = 2;
        index.SetDirectMap(faissnet_direct_map.FAISSNET_DIRECT_MAP_HASHTABLE);

        (long[] firstIds, byte[] firstCodes) = index.GetList(0);
        (long[] secondIds, byte[] secondCodes) = index.GetList(1);

        Assert.Equal((2L, 2L), (index.NList, index.NProbe));
        Assert.Equal((4L, 2L, 4L), index.GetPqShape());
        Assert.Equal(4 * 16, index.GetPqCentroids().Length);
        Assert.Equal(2 * 4, index.GetCoarseCentroids(4).Length);
        Assert.Equal(Enumerable.Range(1000, 400).Select(i => (long)i), firstIds.Concat(secondIds).Order());
        Assert.Equal((firstIds.Length, secondIds.Length), (firstCodes.Length, secondCodes.Length));
    }

    [Fact]
    public void State_ScalarQuantizer_IsMinimaAndDifferences()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = FaissIndexHandle.Create(2, "SQ8", faissnet_metric.FAISSNET_METRIC_L2);
        index.Train([0, 1, 10, 5]);

        (int type, float[] trained) = index.GetScalarQuantizer();

        Assert.Equal(0, type);
        Assert.Equal([0, 1, 10, 4], trained);
    }

    [Fact]
    public void SetParameter_NProbe_IsSet()
    {
        NativeLibraryRequired.Check();
        using FaissIndexHandle index = FaissIndexHandle.Create(2, "IVF4,Flat", faissnet_metric.FAISSNET_METRIC_L2);

        index.SetParameter("nprobe", 3);

        Assert.Equal(3, index.NProbe);
    }

    private static FaissIndexHandle CreateFilled(string factory, long[]? ids = null)
    {
        FaissIndexHandle index = FaissIndexHandle.Create(2, factory, faissnet_metric.FAISSNET_METRIC_L2);
        if (ids is null)
            index.Add(s_points);
        else
            index.Add(s_points, ids);
        return index;
    }
}
