namespace FaissSharp.Tests.Interop;

/// <summary>Every method of the binary handle once, with answers that can be worked out by hand.</summary>
public sealed class BinaryIndexHandleTests
{
    // Three vectors of 16 bits with 0, 1 and 4 bits set.
    private static readonly byte[] s_vectors = [0, 0, 1, 0, 0xF, 0];

    [Fact]
    public void Search_Flat_GivesHammingDistancesInOrder()
    {
        NativeLibraryRequired.Check();
        using FaissBinaryIndexHandle index = CreateFilled();
        var distances = new int[4];
        var ids = new long[4];

        index.Search([3, 0], 4, distances, ids);

        Assert.Equal([1, 0, 2, -1], ids);
        Assert.Equal([1, 2, 2, int.MaxValue], distances);
    }

    [Fact]
    public void Search_WithFilter_FindsOnlyItsIds()
    {
        NativeLibraryRequired.Check();
        using FaissBinaryIndexHandle index = CreateFilled();
        using FaissIdFilterHandle filter = FaissIdFilterHandle.Range(2, 3);
        var distances = new int[1];
        var ids = new long[1];

        index.Search([3, 0], 1, distances, ids, new FaissSearchParameters(IdFilter: filter));

        Assert.Equal([2], ids);
        Assert.Equal([2], distances);
    }

    [Fact]
    public void RangeSearch_Flat_GivesAllNearer()
    {
        NativeLibraryRequired.Check();
        using FaissBinaryIndexHandle index = CreateFilled();

        using FaissRangeResultHandle result = index.RangeSearch([0, 0], 2);
        result.CopyTo(out long[] limits, out float[] distances, out long[] ids);

        Assert.Equal([0, 2], limits);
        Assert.Equal([0, 1], ids.Order());
        Assert.Equal([0, 1], distances.Order());
    }

    [Fact]
    public void Properties_Flat_AreThoseOfTheIndex()
    {
        NativeLibraryRequired.Check();
        using FaissBinaryIndexHandle index = CreateFilled();

        Assert.Equal((16, 3L, 2L), (index.Dimension, index.Count, index.CodeSize));
        Assert.True(index.IsTrained);
        Assert.Equal((0L, 0L), (index.NList, index.NProbe));
        Assert.Equal("IndexBinaryFlat", index.Kind);
        Assert.NotEmpty(index.Description);
        Assert.Equal(s_vectors, index.GetCodes());
    }

    [Fact]
    public void ReconstructRemoveMergeReset_Flat_Work()
    {
        NativeLibraryRequired.Check();
        using FaissBinaryIndexHandle index = CreateFilled();
        using FaissBinaryIndexHandle other = index.Clone();
        using FaissIdFilterHandle filter = FaissIdFilterHandle.Range(0, 1);
        var vector = new byte[2];

        index.Reconstruct(2, vector);
        Assert.Equal([0xF, 0], vector);
        Assert.Equal(1, index.Remove(filter));
        index.Merge(other);
        Assert.Equal((5L, 0L), (index.Count, other.Count));
        index.Reset();
        Assert.Equal(0, index.Count);
    }

    [Fact]
    public void SaveAndLoad_FileAndMemory_GiveTheSameBytes()
    {
        NativeLibraryRequired.Check();
        using FaissBinaryIndexHandle index = CreateFilled();
        string path = Path.Combine(Path.GetTempPath(), $"faisssharp-{Guid.NewGuid():N}.faiss");
        try
        {
            index.Save(path);
            using FaissBufferHandle buffer = index.Save();
            using var bytes = new MemoryStream();
            buffer.CopyTo(bytes);
            using FaissBinaryIndexHandle fromFile = FaissBinaryIndexHandle.Load(path);
            using FaissBinaryIndexHandle fromMemory = FaissBinaryIndexHandle.Load(bytes.ToArray());

            Assert.Equal(File.ReadAllBytes(path), bytes.ToArray());
            Assert.Equal(s_vectors, fromFile.GetCodes());
            Assert.Equal(s_vectors, fromMemory.GetCodes());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void State_BinaryIvf_IsReadable()
    {
        NativeLibraryRequired.Check();
        var random = new Random(7);
        var x = new byte[200 * 2];
        random.NextBytes(x);
        using FaissBinaryIndexHandle index = FaissBinaryIndexHandle.Create(16, "BIVF2");
        index.Train(x, threads: 1);
        index.Add(x, Enumerable.Range(0, 200).Select(i => 7L * i).ToArray(), threads: 1);
        index.NProbe = 2;

        (long[] firstIds, byte[] firstCodes) = index.GetList(0);
        (long[] secondIds, byte[] secondCodes) = index.GetList(1);

        Assert.Equal((2L, 2L), (index.NList, index.NProbe));
        Assert.Equal(4, index.GetCoarseCentroids().Length);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => 7L * i), firstIds.Concat(secondIds).Order());
        Assert.Equal((2 * firstIds.Length, 2 * secondIds.Length), (firstCodes.Length, secondCodes.Length));
        Assert.Equal(x.AsSpan(2 * (int)(firstIds[0] / 7), 2), firstCodes.AsSpan(0, 2));
    }

    private static FaissBinaryIndexHandle CreateFilled()
    {
        FaissBinaryIndexHandle index = FaissBinaryIndexHandle.Create(16, "BFlat");
        index.Add(s_vectors);
        return index;
    }
}
