using FaissNet.Testing;

namespace FaissNet.Tests.Support;

/// <summary>The README says of every type which engine can do what with it; this tries all of it.</summary>
public sealed class SupportTableTests
{
    private const string Begin = "<!-- support: written by SupportTableTests with FAISSNET_WRITE_README=1 -->\n";
    private const string End = "<!-- /support -->";

    [Fact]
    public void Readme_TableOfTypesAndOperations_IsWhatBothEnginesDo()
    {
        NativeEngineRequired.Check();
        Assert.SkipUnless(FaissRuntime.NativeVersion == "1.7.3", $"The README's table is of FAISS 1.7.3, and this is {FaissRuntime.NativeVersion}.");
        string path = Path.Combine(GoldenFiles.RepositoryRoot, "README.md");
        string readme = File.ReadAllText(path);
        int start = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start >= Begin.Length && end >= start, "The README has no table of support.");

        string table = SupportTable.Make();

        if (Environment.GetEnvironmentVariable("FAISSNET_WRITE_README") == "1")
            File.WriteAllText(path, readme[..start] + table + readme[end..]);
        else
            Assert.Equal(table, readme[start..end]);
    }
}
