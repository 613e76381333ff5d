namespace FaissNet.Tests;

/// <summary>A path in the temporary folder; the file that a test puts there is deleted.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"faissnet-{Guid.NewGuid():N}.faiss");

    public void Dispose() => File.Delete(Path);
}
