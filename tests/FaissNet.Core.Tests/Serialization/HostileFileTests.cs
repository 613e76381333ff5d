using FaissNet.Testing;

namespace FaissNet.Tests.Serialization;

[Trait("Tier", "Independent")]
public class HostileFileTests
{
    /// <summary>Lists without centroids cost most: a table of 2²⁰.</summary>
    private const long MostAllocatedBytes = 128 << 20;

    public static TheoryData<string> Types => SmallFiles.Types;

    [Theory]
    [MemberData(nameof(Types))]
    public void Load_AnyBitFlipped_ThrowsOrGivesAnIndexThatWorks(string type)
    {
        byte[] file = SmallFiles.Bytes(type);
        for (int at = 0; at < file.Length; at++)
        {
            byte original = file[at];
            foreach (int mask in (int[])[0xff, 1, 2, 4, 8, 16, 32, 64, 128])
            {
                file[at] = (byte)(original ^ mask);
                CheckDamaged(type, file, $"byte {at} xor {mask:x}");
            }
            file[at] = original;
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Load_AnyFieldReplaced_ThrowsOrGivesAnIndexThatWorks(string type)
    {
        byte[] original = SmallFiles.Bytes(type);
        foreach (long value in (long[])[0, 1, -1, 1 << 20, int.MaxValue, 1L << 40, long.MaxValue, long.MinValue])
        {
            for (int at = 0; at + sizeof(long) <= original.Length; at++)
            {
                byte[] file = [.. original];
                BitConverter.TryWriteBytes(file.AsSpan(at), value);
                CheckDamaged(type, file, $"{value} at {at}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Load_CutAnywhere_Throws(string type)
    {
        byte[] file = SmallFiles.Bytes(type);
        for (int length = 0; length < file.Length; length++)
        {
            byte[] part = file[..length];
            Assert.Throws<FaissFormatException>(() => SmallFiles.Load(type, part));
            Assert.Throws<FaissFormatException>(() => FaissFile.Inspect(new MemoryStream(part)));
            Assert.Throws<FaissFormatException>(() => FaissFile.Inspect(new ForwardOnlyStream(part)));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Load_CutStreamThatCannotSeek_Throws(string type)
    {
        byte[] file = SmallFiles.Bytes(type);
        for (int length = 0; length < file.Length; length += 3)
        {
            byte[] part = file[..length];
            Assert.Throws<FaissFormatException>(() => LoadForwardOnly(type, part));
        }
    }

    private static void CheckDamaged(string type, byte[] file, string damage)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        FaissFileInfo? info = Inspected(file);
        try
        {
            using IDisposable index = SmallFiles.Load(type, file);
            Assert.True(info is { IsManagedReadable: true }, $"{damage}: loaded, but was not inspected as readable");
            Use(index);
        }
        catch (FaissFormatException)
        {
            Assert.True(info is null || info.IsBinary != type.StartsWith('B'), $"{damage}: inspected, but not loaded");
        }
        catch (NotSupportedException e)
        {
            Assert.True(info is null || info.WhyNotManaged is not null, $"{damage}: inspected as readable, but {e.Message}");
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostAllocatedBytes, $"{damage}: {allocated} bytes allocated");
    }

    private static FaissFileInfo? Inspected(byte[] file)
    {
        try
        {
            return FaissFile.Inspect(new MemoryStream(file));
        }
        catch (FaissFormatException)
        {
            return null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whatever has loaded can be searched, saved, and loaded again.</summary>
    private static void Use(IDisposable index)
    {
        byte[] saved = SmallFiles.Save(index);
        using var stream = new MemoryStream(saved);
        if (index is BinaryIndex binary)
        {
            if (binary.Dimension <= 4096)
                Assert.Equal(3, binary.Search(new byte[binary.CodeSize], 3).Ids.Length);
            using BinaryIndex again = BinaryIndex.Load(stream);
            Assert.Equal(saved, SmallFiles.Save(again));
            return;
        }
        var vectors = (VectorIndex)index;
        if (vectors.IsTrained)
        {
            var options = new SearchOptions { MaxDegreeOfParallelism = 1 };
            SearchResult<float> result = vectors.Search(new float[vectors.Dimension], 3, options);
            Assert.Equal(3, result.Ids.Length);
            TryReconstruct(vectors, result.Ids[0]);
        }
        using VectorIndex reloaded = VectorIndex.Load(stream);
        Assert.Equal(saved, SmallFiles.Save(reloaded));
    }

    private static void TryReconstruct(VectorIndex index, long id)
    {
        try
        {
            Assert.Equal(index.Dimension, index.Reconstruct(id).Length);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or NotSupportedException)
        {
            // No such id, or a type that cannot say where it is.
        }
    }

    private static IDisposable LoadForwardOnly(string type, byte[] bytes)
    {
        var stream = new ForwardOnlyStream(bytes);
        return type.StartsWith('B') ? BinaryIndex.Load(stream) : VectorIndex.Load(stream);
    }
}
