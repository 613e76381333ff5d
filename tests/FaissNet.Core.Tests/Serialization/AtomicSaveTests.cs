namespace FaissNet.Tests.Serialization;

[Trait("Tier", "Independent")]
public sealed class AtomicSaveTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("faissnet-");

    private string FilePath => Path.Combine(_folder.FullName, "index.faiss");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Save_ExistingFile_IsReplacedAndNothingElseIsLeft()
    {
        File.WriteAllText(FilePath, new string('x', 100_000));
        using var index = (VectorIndex)SmallFiles.Create("IVF PQ");

        index.Save(FilePath);

        Assert.Equal(SmallFiles.Save(index), File.ReadAllBytes(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder.FullName));
        using VectorIndex loaded = VectorIndex.Load(FilePath);
        Assert.Equal(index.Count, loaded.Count);
    }

    [Fact]
    public void Save_CancelledBeforeTheEnd_KeepsTheOldFile()
    {
        File.WriteAllText(FilePath, "old");
        using var index = new FlatIndex(1024);
        index.Add(new float[1024 * 1024]);
        using var cancellation = new CancellationTokenSource();
        var options = new BuildOptions { CancellationToken = cancellation.Token, Progress = new Cancelling(cancellation) };

        Assert.Throws<OperationCanceledException>(() => index.Save(FilePath, options));

        Assert.Equal("old", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void Save_FolderThatDoesNotExist_Throws()
    {
        using var index = (BinaryIndex)SmallFiles.Create("BFlat");
        Assert.Throws<DirectoryNotFoundException>(() => index.Save(Path.Combine(_folder.FullName, "none", "index.faiss")));
    }

    [Fact]
    public void Save_PathOfAFolder_ThrowsAndLeavesNothing()
    {
        Directory.CreateDirectory(FilePath);
        using var index = (VectorIndex)SmallFiles.Create("SQ8");

        Exception? exception = Record.Exception(() => index.Save(FilePath));

        Assert.True(exception is IOException or UnauthorizedAccessException, exception?.ToString());
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void Save_StreamThatFails_PassesItsExceptionOn()
    {
        using var index = (VectorIndex)SmallFiles.Create("PQ 4 bits");
        Assert.Equal("The disk is full.", Assert.Throws<IOException>(() => index.Save(new FullStream())).Message);
    }

    [Fact]
    public void Save_LargerIndex_TellsItsProgress()
    {
        using var index = new FlatIndex(1024);
        index.Add(new float[1024 * 2048]);
        var reports = new Recording();

        index.Save(Stream.Null, new BuildOptions { Progress = reports });

        Assert.True(reports.Values.Count >= 2, $"{reports.Values.Count} reports");
        Assert.Equal(reports.Values.Select(value => value.Completed).Order(), reports.Values.Select(value => value.Completed));
        Assert.Equal(("saving", 1.0), (reports.Values[^1].Stage, reports.Values[^1].Fraction));
    }

    [Fact]
    public void Save_DisposedIndex_Throws()
    {
        var index = new FlatIndex(8);
        index.Dispose();
        Assert.Throws<ObjectDisposedException>(() => index.Save(FilePath));
        Assert.Throws<ObjectDisposedException>(() => index.Save(new MemoryStream()));
        Assert.False(File.Exists(FilePath));
    }

    private sealed class Recording : IProgress<BuildProgress>
    {
        public List<BuildProgress> Values { get; } = [];

        public void Report(BuildProgress value) => Values.Add(value);
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value) => source.Cancel();
    }

    private sealed class FullStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("The disk is full.");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("The disk is full.");
    }
}
