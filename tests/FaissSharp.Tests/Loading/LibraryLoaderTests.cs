namespace FaissSharp.Tests.Loading;

public sealed class LibraryLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("faisssharp").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_MissingFile_NamesTheFileAndItsSource()
    {
        string path = Path.Combine(_folder, "absent.so");

        LoadedLibrary library = LibraryLoader.Load(LibrarySearch.ForExplicitPath("a setting", path));

        Assert.False(library.IsLoaded);
        Assert.Null(library.Path);
        Assert.Equal($"The native library of FAISS is not available. Tried a setting:\n  {path}: no such file", library.Reason);
    }

    [Fact]
    public void Load_FileThatIsNoLibrary_SaysThatItCannotBeLoaded()
    {
        string path = Path.Combine(_folder, "text.so");
        File.WriteAllText(path, "not a library");

        LoadedLibrary library = LibraryLoader.Load(LibrarySearch.ForExplicitPath("a setting", path));

        Assert.False(library.IsLoaded);
        Assert.Contains($"{path}: cannot be loaded: ", library.Reason);
    }

    [Fact]
    public void Load_LibraryOfAnotherProcessor_IsRefusedBeforeItIsOpened()
    {
        // Opening this file would give another reason.
        string path = Path.Combine(_folder, "libfaissnet_avx2.so");
        File.WriteAllText(path, "not a library");

        LoadedLibrary library = LibraryLoader.Load(LibrarySearch.ForExplicitPath("a setting", path), hasAvx2: false);

        Assert.False(library.IsLoaded);
        Assert.EndsWith($"{path}: is made for processors with AVX2, FMA, F16C and POPCNT, which this one lacks", library.Reason);
    }

    [Fact]
    public void Explain_OlderCLibrary_SaysSoFirst()
    {
        const string message = "Unable to load shared library.\n/lib/libc.so.6: version `GLIBC_2.34' not found (required by a.so)";

        Assert.Equal(
            "this system's C library is too old, it has no GLIBC_2.34; Unable to load shared library. "
            + "/lib/libc.so.6: version `GLIBC_2.34' not found (required by a.so)",
            LibraryLoader.Explain(message));
    }

    [Fact]
    public void Load_AnotherLibrary_SaysThatTheFunctionIsMissing()
    {
        string path = AnyOtherLibrary();

        LoadedLibrary library = LibraryLoader.Load(LibrarySearch.ForExplicitPath("a setting", path));

        Assert.False(library.IsLoaded);
        Assert.Contains($"{path}: has no function faissnet_abi_version, so it is another library", library.Reason);
    }

    [Fact]
    public void Load_SeveralCandidates_ReasonListsAll()
    {
        string[] candidates = [Path.Combine(_folder, "a"), Path.Combine(_folder, "b")];

        LoadedLibrary library = LibraryLoader.Load(new LibrarySearch("two places", candidates, 1));

        Assert.Equal(
            $"The native library of FAISS is not available. Tried two places:\n  {_folder}{Path.DirectorySeparatorChar}a: no such file"
            + $"\n  {_folder}{Path.DirectorySeparatorChar}b: no such file",
            library.Reason);
    }

    [Fact]
    public void Load_WrongInterfaceNumber_SaysBothNumbers()
    {
        NativeLibraryRequired.Check();

        LoadedLibrary library = LibraryLoader.Load(new LibrarySearch("a setting", [FaissRuntime.LibraryPath!], 987));

        int actual = FaissNative.faissnet_abi_version();
        Assert.False(library.IsLoaded);
        Assert.Contains($"its interface has the number {actual}, but 987 is needed", library.Reason);
    }

    [Fact]
    public void Load_FailureBeforeSuccess_TakesTheSecond()
    {
        NativeLibraryRequired.Check();

        string[] candidates = [Path.Combine(_folder, "absent"), FaissRuntime.LibraryPath!];

        LoadedLibrary library =
            LibraryLoader.Load(new LibrarySearch("two places", candidates, (int)faissnet_abi.FAISSNET_ABI_VERSION));

        Assert.Equal(FaissRuntime.LibraryPath, library.Path);
        Assert.Null(library.Reason);
    }

    [Fact]
    public void GetHandleOrThrow_NoLibrary_ThrowsTheReason()
    {
        LoadedLibrary library = LibraryLoader.Load(LibrarySearch.ForExplicitPath("a setting", Path.Combine(_folder, "absent.so")));

        DllNotFoundException exception = Assert.Throws<DllNotFoundException>(() => library.GetHandleOrThrow());
        Assert.Equal(library.Reason, exception.Message);
    }

    private static string AnyOtherLibrary()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string name = OperatingSystem.IsWindows() ? "clrjit.dll"
            : OperatingSystem.IsMacOS() ? "libSystem.Native.dylib"
            : "libSystem.Native.so";
        return Path.Combine(folder, name);
    }
}
