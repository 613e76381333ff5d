using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FaissSharp.Tests.Loading;

public sealed class LibrarySearchTests
{
    public LibrarySearchTests()
    {
        // The library of the process is looked for once; that must not happen while a test changes the settings.
        _ = FaissRuntime.IsNativeAvailable;
    }

    [Fact]
    public void ForThisProcess_NothingSet_LooksInRuntimesFolderOfTheProgram()
    {
        LibrarySearch search = LibrarySearch.ForThisProcess();

        string folder = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        Assert.Equal("the folders of the program", search.Source);
        Assert.Equal(folder, Path.GetDirectoryName(search.Candidates[0]));
        Assert.Equal(search.Candidates.Count, search.Candidates.Distinct().Count());
    }

    [Fact]
    public void ForThisProcess_EnvironmentVariable_IsTheOnlyCandidate()
    {
        string path = Path.Combine(Path.GetTempPath(), "elsewhere.so");
        Environment.SetEnvironmentVariable(LibrarySearch.EnvironmentVariable, path);
        try
        {
            LibrarySearch search = LibrarySearch.ForThisProcess();

            Assert.Equal("the environment variable FAISSNET_NATIVE_LIBRARY", search.Source);
            Assert.Equal([path], search.Candidates);
        }
        finally
        {
            Environment.SetEnvironmentVariable(LibrarySearch.EnvironmentVariable, null);
        }
    }

    [Fact]
    public void ForThisProcess_AppContextValue_IsTheOnlyCandidate()
    {
        string path = Path.Combine(Path.GetTempPath(), "elsewhere.so");
        AppContext.SetData(LibrarySearch.AppContextName, path);
        try
        {
            LibrarySearch search = LibrarySearch.ForThisProcess();

            Assert.Equal("the AppContext value FaissSharp.NativeLibrary", search.Source);
            Assert.Equal([path], search.Candidates);
        }
        finally
        {
            AppContext.SetData(LibrarySearch.AppContextName, null);
        }
    }

    [Fact]
    public void ForExplicitPath_Folder_LooksForLibrariesInIt()
    {
        LibrarySearch search = LibrarySearch.ForExplicitPath("a setting", AppContext.BaseDirectory);

        string folder = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        Assert.All(search.Candidates, candidate => Assert.Equal(folder, Path.GetDirectoryName(candidate)));
        Assert.Contains("faissnet", Path.GetFileName(search.Candidates[^1]));
    }

    [Fact]
    public void ForFolders_Avx2FileComesFirstExactlyWhereTheProcessorHasIt()
    {
        LibrarySearch search = LibrarySearch.ForFolders("here", [AppContext.BaseDirectory]);

        string[] names = [.. search.Candidates.Select(candidate => Path.GetFileNameWithoutExtension(candidate).Replace("lib", ""))];
        Assert.Equal(Avx2.IsSupported ? ["faissnet_avx2", "faissnet"] : ["faissnet"], names);
    }
}
