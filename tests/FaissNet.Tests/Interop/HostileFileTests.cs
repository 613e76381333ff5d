namespace FaissNet.Tests.Interop;

/// <summary>
/// FAISS's reader trusts its input, so every file passes the C# structural checks first. Whatever passes them must open, or be refused, and
/// be searched without ending the process: each byte of a small file of each type is damaged in turn.
/// </summary>
public sealed class HostileFileTests
{
    private const int Dimension = 8;

    private const int Count = 40;

    public static TheoryData<string, Metric> Types { get; } = Cross(
    [
        "Flat", "SQ8", "SQ4", "SQ6", "SQfp16", "PQ2x4np", "IVF3,Flat", "IVF3,SQ8", "IVF3,PQ2x4np", "PQ2x4np,RFlat", "IDMap,Flat",
        "IDMap2,SQ8", "IDMap,IVF3,Flat",
    ]);

    [Theory]
    [MemberData(nameof(Types))]
    public void Load_AnyByteDamaged_ThrowsOrGivesAnIndexThatWorks(string factory, Metric metric)
    {
        NativeEngineRequired.Check();
        long before = FaissRuntime.LiveObjects;
        byte[] file = FileOf(factory, metric);
        int opened = DamageEach(file, path =>
        {
            using VectorIndex index = FaissIndex.Load(path, Engine.Native);
            Use(index);
        });

        // Damage to a stored number leaves a valid file; damage to the structure does not.
        Assert.InRange(opened, 1, 3 * file.Length - 1);
        Assert.Equal(before, FaissRuntime.LiveObjects);
    }

    [Fact]
    public void LoadBinary_AnyByteDamaged_ThrowsOrGivesAnIndexThatWorks()
    {
        NativeEngineRequired.Check();
        using var stream = new MemoryStream();
        using (BinaryIndex index = FaissIndex.CreateBinary(16, "BFlat"))
        {
            index.Add(TestVectors.Bits(Count, 16, seed: 1));
            index.Save(stream);
        }

        int opened = DamageEach(stream.ToArray(), path =>
        {
            using BinaryIndex index = FaissIndex.LoadBinary(path, Engine.Native);
            Assert.Equal(3, index.Search(new byte[index.CodeSize], 3).Ids.Length);
        });

        Assert.InRange(opened, 1, 3 * (int)stream.Length - 1);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Load_CutAnywhere_Throws(string factory, Metric metric)
    {
        NativeEngineRequired.Check();
        byte[] bytes = FileOf(factory, metric);
        using var file = new TemporaryFile();
        for (int length = 0; length < bytes.Length; length += 5)
        {
            File.WriteAllBytes(file.Path, bytes.AsSpan(0, length));
            Assert.Throws<FaissFormatException>(() => FaissIndex.Load(file.Path, Engine.Native));
        }
    }

    /// <summary>Turns over all bits, the lowest and the highest of each byte; returns how many of the damaged files opened.</summary>
    private static int DamageEach(byte[] bytes, Action<string> open)
    {
        using var file = new TemporaryFile();
        int opened = 0;
        for (int at = 0; at < bytes.Length; at++)
        {
            foreach (byte mask in (byte[])[0xff, 0x01, 0x80])
            {
                bytes[at] ^= mask;
                File.WriteAllBytes(file.Path, bytes);
                bytes[at] ^= mask;
                try
                {
                    open(file.Path);
                    opened++;
                }
                catch (Exception e) when (e is FaissFormatException or NotSupportedException)
                {
                    // Refused, by the checks or by FAISS.
                }
            }
        }
        return opened;
    }

    private static void Use(VectorIndex index)
    {
        using var stream = new MemoryStream();
        index.Save(stream);
        Assert.NotEqual(0, stream.Length);
        if (!index.IsTrained)
            return;
        var options = new SearchOptions { NProbe = 3, MaxDegreeOfParallelism = 1 };
        Assert.Equal(3, index.Search(new float[index.Dimension], 3, options).Ids.Length);
    }

    private static byte[] FileOf(string factory, Metric metric)
    {
        using VectorIndex index = FaissIndex.Create(Dimension, factory, metric, Engine.Managed);
        float[] vectors = TestVectors.Clustered(Count, Dimension, 3, seed: 1);
        index.Train(vectors);
        if (factory.StartsWith("IDMap", StringComparison.Ordinal))
            index.AddWithIds(vectors, [.. Enumerable.Range(0, Count).Select(i => 100L + i)]);
        else
            index.Add(vectors);
        using var stream = new MemoryStream();
        index.Save(stream);
        return stream.ToArray();
    }

    private static TheoryData<string, Metric> Cross(string[] factories)
    {
        var data = new TheoryData<string, Metric>();
        foreach (string factory in factories)
        {
            data.Add(factory, Metric.L2);
            data.Add(factory, Metric.InnerProduct);
        }
        return data;
    }
}
