using FaissNet.Storage;

namespace FaissNet.Tests.Serialization;

/// <summary>Short files that call for much memory with nothing in them that takes it.</summary>
public class HostileMemoryTests
{
    /// <summary>Each asks for 40 MB of lists, which one file may, and 20 in one another may not.</summary>
    [Fact]
    public void Load_ManyIndexesOfManyEmptyLists_IsRefused()
    {
        const int lists = 1 << 20;
        byte[] header = [8, 0, 0, 0, .. new byte[24], 0, 1, 0, 0, 0];
        byte[] file = [.. "IxF2"u8, .. header[..28], 1, .. header[29..], .. new byte[8]];
        for (int depth = 0; depth < 20; depth++)
        {
            file =
            [
                .. "IwFl"u8, .. header, .. BitConverter.GetBytes((long)lists), .. BitConverter.GetBytes(1L), .. file, .. new byte[9],
                .. "ilar"u8, .. BitConverter.GetBytes((long)lists), .. BitConverter.GetBytes(32L), .. "sprs"u8, .. new byte[8],
            ];
            if (depth == 0)
                VectorIndex.Load(new MemoryStream(file)).Dispose();
        }
        Assert.Contains("no centroids are in the file", Refused(file), StringComparison.Ordinal);
        Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream(file)));
    }

    /// <summary>Untrained, so that the number of lists need not be that of centroids.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Load_MoreListsThanCentroids_IsRefused(int centroids)
    {
        const long lists = int.MaxValue;
        byte[] header = [8, 0, 0, 0, .. new byte[24], 0, 1, 0, 0, 0];
        byte[] flat =
        [
            .. "IxF2"u8, 8, 0, 0, 0, (byte)centroids, .. new byte[23], 1, 1, 0, 0, 0, .. BitConverter.GetBytes(8L * centroids), .. new byte[32 * centroids],
        ];
        byte[] file =
        [
            .. "IwFl"u8, .. header, .. BitConverter.GetBytes(lists), .. BitConverter.GetBytes(1L), .. flat, .. new byte[9],
            .. "ilar"u8, .. BitConverter.GetBytes(lists), .. BitConverter.GetBytes(32L), .. "sprs"u8, .. new byte[8],
        ];
        Assert.Contains("no centroids are in the file", Refused(file), StringComparison.Ordinal);
        Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream(file)));
    }

    /// <summary>An inverted file as quantizer that counts centroids which its lists do not hold, or holds one twice.</summary>
    [Fact]
    public void Load_QuantizerOfListsWithoutSomeCentroids_IsRefusedOrSearched()
    {
        using VectorIndex index = VectorIndex.Create(8, "IVF16(IVF2,Flat),PQ4x4np");
        index.Train(SmallFiles.Vectors(100));
        index.Add(SmallFiles.Vectors(100));
        byte[] good = SmallFiles.Save(index);
        IndexStructure lists = FaissFile.Inspect(new MemoryStream(good)).Index.Children[0].Children[^1];
        int ids = (int)(lists.Offset + lists.Length) - 8;

        // Its last id again: another centroid is missing.
        byte[] twice = [.. good];
        twice.AsSpan(ids - 8, 8).CopyTo(twice.AsSpan(ids));
        using VectorIndex loaded = VectorIndex.Load(new MemoryStream(twice));
        Assert.DoesNotContain(-1, loaded.Search(SmallFiles.Vectors(3), 3).Ids);

        // The sizes of both lists follow the kind and their number; the last list is cut by one.
        int sizes = (int)lists.Offset + 4 + 8 + 8 + 4 + 8;
        long last = BitConverter.ToInt64(good, sizes + 8);
        byte[] fewer = [.. good[..(sizes + 8)], .. BitConverter.GetBytes(last - 1), .. good[(sizes + 16)..(ids - (8 * (int)last) + 8 - 32)],
            .. good[(ids - (8 * (int)last) + 8)..ids], .. good[(ids + 8)..]];
        Assert.Contains("its lists hold 15", Refused(fewer), StringComparison.Ordinal);
    }

    /// <summary>A thousand rotations of 2²⁰ dimensions, of which a file says only the seed.</summary>
    [Fact]
    public void Load_LongChainOfWideTransforms_IsRefused()
    {
        byte[] header = [0, 0, 16, 0, .. new byte[24], 1, 1, 0, 0, 0];
        byte[] rotation = [.. "HRot"u8, 57, 48, 0, 0, 0, 0, 16, 0, 0, 0, 16, 0, 1];
        byte[] Chain(int count)
            => [.. "IxPT"u8, .. header, .. BitConverter.GetBytes(count), .. Enumerable.Repeat(rotation, count).SelectMany(part => part), .. "IxF2"u8, .. header, .. new byte[8]];

        using VectorIndex index = VectorIndex.Load(new MemoryStream(Chain(3)));
        Assert.Equal(1 << 20, index.Dimension);
        Assert.Contains("dimensions", Refused(Chain(1000)), StringComparison.Ordinal);
    }

    /// <summary>A block of 65,536 vectors of 2²⁰ dimensions would take 8 GB, but there are no vectors.</summary>
    [Fact]
    public void Load_HugeBlocksOfNothing_TakeNoMemory()
    {
        byte[] header = [0, 0, 16, 0, .. new byte[24], 0, 1, 0, 0, 0];
        byte[] flat = [.. "IxF2"u8, .. header[..28], 1, .. header[29..], .. new byte[8]];
        long codeSize = (1 << 17) + 8;
        byte[] file =
        [
            .. "Iwrn"u8, .. header, .. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(1L), .. flat, .. new byte[9],
            .. BitConverter.GetBytes(1L << 20), .. BitConverter.GetBytes(codeSize), 1, 0, 0, 0, .. BitConverter.GetBytes(1L),
            1, .. BitConverter.GetBytes(codeSize), 0, 0, 1, 0, .. new byte[8], .. BitConverter.GetBytes(1L << 18), 0, 0, 0, 0, 4, 0,
            .. "ilbl"u8, .. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(-1L), .. BitConverter.GetBytes(65536L), .. BitConverter.GetBytes(65536 * codeSize),
            .. new byte[16],
        ];
        long before = NativeUsage.RequestedBytesForCurrentThread;
        Assert.Equal(file.Length, FaissFile.Inspect(new MemoryStream(file)).Index.Length);
        using VectorIndex index = VectorIndex.Load(new MemoryStream(file));
        Assert.Equal(0, index.Count);
        Assert.InRange(NativeUsage.RequestedBytesForCurrentThread - before, 0, 8 << 20);
    }

    private static string Refused(byte[] file)
        => Assert.Throws<FaissFormatException>(() => FaissFile.Inspect(new MemoryStream(file))).Message;
}
