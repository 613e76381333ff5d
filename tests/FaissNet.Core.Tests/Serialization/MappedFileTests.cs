using System.Diagnostics;
using FaissNet.Testing;

namespace FaissNet.Serialization;

/// <summary>What happens to a mapped index when somebody touches its file.</summary>
public sealed class MappedFileTests : IDisposable
{
    private static readonly LoadOptions s_map = new() { MemoryMap = true };

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("dd if=/dev/null of=\"$0\" bs=1 seek=100 status=none")]
    [InlineData(": > \"$0\"")]
    [InlineData("printf x >> \"$0\"")]
    [InlineData("printf x | dd of=\"$0\" bs=1 seek=5000 conv=notrunc status=none")]
    public void Search_AnotherProcessChangesTheFileMeanwhile_ThrowsIOException(string command)
    {
        if (!OperatingSystem.IsLinux())
            return;
        Save(new FlatIndex(64), 20_000);
        using VectorIndex index = VectorIndex.Load(_path, s_map);
        float[] query = new float[64];
        _ = index.Search(query, 10);
        using Process writer = Process.Start("/bin/sh", ["-c", command, _path]);
        IOException? refusal = null;
        for (var waited = Stopwatch.StartNew(); refusal is null && waited.Elapsed < TimeSpan.FromSeconds(30);)
        {
            try
            {
                _ = index.Search(query, 10);
            }
            catch (IOException e)
            {
                refusal = e;
            }
        }
        Assert.True(writer.WaitForExit(30_000), "The writer still waits.");
        Assert.Equal(0, writer.ExitCode);
        Assert.Contains("has changed since the index was mapped", refusal?.Message);
        Assert.Throws<IOException>(() => index.Reconstruct(3));
        Assert.Throws<IOException>(() => index.Save(Stream.Null));
    }

    [Fact]
    public void Dispose_AnotherProcessWritesAfterwards_DoesNotWait()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Save(new FlatIndex(64), 100);
        VectorIndex.Load(_path, s_map).Dispose();
        using Process writer = Process.Start("/bin/sh", ["-c", ": > \"$0\"", _path]);
        Assert.True(writer.WaitForExit(30_000));
        Assert.Equal(0, new FileInfo(_path).Length);
    }

    [Fact]
    public void Search_FileReplacedByRenaming_SeesTheOldOne()
    {
        if (OperatingSystem.IsWindows())
            return;
        Save(new FlatIndex(4), 10);
        using VectorIndex index = VectorIndex.Load(_path, s_map);
        float[] third = index.Reconstruct(3);
        Save(new FlatIndex(4), 2);
        Assert.Equal(10, index.Count);
        Assert.Equal(3, index.Search(third, 1).Ids[0]);
        using VectorIndex replaced = VectorIndex.Load(_path, s_map);
        Assert.Equal(2, replaced.Count);
    }

    [Fact]
    public void Map_FileOpenForWriting_IsRefusedUnlessUnguardedIsAllowed()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Save(new FlatIndex(4), 10);
        using var writer = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.Contains("cannot be mapped safely", Assert.Throws<NotSupportedException>(() => VectorIndex.Load(_path, s_map)).Message);
        using VectorIndex index = VectorIndex.Load(_path, s_map with { AllowUnguardedMap = true });
        Assert.Equal(3, index.Search(index.Reconstruct(3), 1).Ids[0]);
        writer.Seek(0, SeekOrigin.End);
        writer.WriteByte(1);
        writer.Flush();
        Assert.Throws<IOException>(() => index.Search(new float[4], 1));
    }

    /// <summary>A process that is being started holds, for a moment, the file that was open for writing when it was forked.</summary>
    [Fact]
    public async Task Map_WhileProcessesAreStarted_IsNotRefused()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var enough = new CancellationTokenSource();
        Task starting = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
            {
                using Process process = Process.Start("/bin/true");
                process.WaitForExit();
            }
        });
        try
        {
            for (int i = 1; i <= 300; i++)
            {
                Save(new FlatIndex(4), i);
                using VectorIndex index = VectorIndex.Load(_path, s_map);
                Assert.Equal(i, index.Count);
            }
        }
        finally
        {
            await enough.CancelAsync();
            await starting;
        }
    }

    [Fact]
    public void Map_CutAnywhere_ThrowsAndLetsGoOfTheFile()
    {
        Save(VectorIndex.Create(4, "IVF2,SQ8"), 12);
        byte[] file = File.ReadAllBytes(_path);
        for (int length = 0; length < file.Length; length += 7)
        {
            File.WriteAllBytes(_path, file[..length]);
            Assert.Throws<FaissFormatException>(() => VectorIndex.Load(_path, s_map));
        }
    }

    /// <summary>Codes that end with the last byte of a page: whoever reads behind them touches memory that is not there.</summary>
    [Theory]
    [InlineData("SQ8")]
    [InlineData("SQ4")]
    public void Search_FileEndsWithAPage_ReadsNothingBehindIt(string description)
    {
        for (int dimension = 3; dimension <= 41; dimension += 2)
        {
            using VectorIndex empty = VectorIndex.Create(dimension, description);
            empty.Train(Contract.IndexCases.Vectors(300, dimension));
            empty.Save(_path);
            long rest = 4096 - (new FileInfo(_path).Length % 4096);
            if (rest % empty.CodeSize != 0)
                continue;
            int count = (int)(rest / empty.CodeSize);
            empty.Add(Contract.IndexCases.Vectors(count, dimension));
            empty.Save(_path);
            Assert.Equal(0, new FileInfo(_path).Length % 4096);
            using VectorIndex mapped = VectorIndex.Load(_path, s_map);
            foreach (int queries in (int[])[1, 30])
            {
                float[] vectors = Contract.IndexCases.Vectors(queries, dimension);
                Assert.Equal(empty.Search(vectors, 5).Ids, mapped.Search(vectors, 5).Ids);
            }
            return;
        }
        Assert.Fail("No dimension makes the file end with a page.");
    }

    [Fact]
    public void Map_BinaryIndex_AnswersAsTheLoadedOne()
    {
        var random = new Random(4);
        foreach (int bits in (int[])[8, 72, 256, 1000])
        {
            byte[] vectors = new byte[3000 * bits / 8];
            random.NextBytes(vectors);
            using (var saved = new BinaryFlatIndex(bits))
            {
                saved.Add(vectors);
                saved.Save(_path);
            }
            using BinaryIndex loaded = BinaryIndex.Load(_path);
            using BinaryIndex mapped = BinaryIndex.Load(_path, s_map);
            byte[] queries = new byte[50 * bits / 8];
            random.NextBytes(queries);
            var options = new SearchOptions { Filter = IdFilter.Range(70, 2900) };
            Assert.Equal(loaded.Search(queries, 10).Ids, mapped.Search(queries, 10).Ids);
            Assert.Equal(loaded.Search(queries, 10, options).Ids, mapped.Search(queries, 10, options).Ids);
            Assert.Equal(loaded.RangeSearch(queries, bits / 2).Ids, mapped.RangeSearch(queries, bits / 2).Ids);
            Assert.Equal(loaded.Reconstruct(777), mapped.Reconstruct(777));
            Assert.Throws<InvalidOperationException>(() => mapped.Add(queries));
            Assert.Throws<InvalidOperationException>(mapped.Reset);
        }
    }

    [Fact]
    public void Map_GoldenFiles_SaveTheSameBytes()
    {
        foreach (GoldenFile file in GoldenFiles.All.Where(file => FaissFile.Inspect(file.IndexPath).IsManagedReadable))
        {
            using var stream = new MemoryStream();
            if (file.IsBinary)
            {
                using BinaryIndex index = BinaryIndex.Load(file.IndexPath, s_map);
                index.Save(stream);
            }
            else
            {
                using VectorIndex index = VectorIndex.Load(file.IndexPath, s_map);
                index.Save(stream);
            }
            Assert.Equal(File.ReadAllBytes(file.IndexPath), stream.ToArray());
        }
    }

    private void Save(VectorIndex index, int count)
    {
        using (index)
        {
            float[] vectors = Contract.IndexCases.Vectors(count, index.Dimension);
            index.Train(vectors);
            index.Add(vectors);
            index.Save(_path);
        }
    }
}
