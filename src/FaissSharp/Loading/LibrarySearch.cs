using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace FaissSharp;

/// <summary>Where to look for the native library, best first, and what it must answer.</summary>
/// <param name="Source">What named the places, for the reason that a failure gives.</param>
/// <param name="Candidates">Full paths of files that may or may not exist.</param>
/// <param name="AbiVersion">The interface number that the library must report.</param>
internal sealed record LibrarySearch(string Source, IReadOnlyList<string> Candidates, int AbiVersion)
{
    public const string EnvironmentVariable = "FAISSNET_NATIVE_LIBRARY";

    public const string AppContextName = "FaissSharp.NativeLibrary";

    private const int ExpectedAbiVersion = (int)faissnet_abi.FAISSNET_ABI_VERSION;

    /// <summary>What was set for this process, else the folders of the program and its packages.</summary>
    public static LibrarySearch ForThisProcess()
    {
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } variable)
            return ForExplicitPath($"the environment variable {EnvironmentVariable}", variable);
        if (AppContext.GetData(AppContextName) is string { Length: > 0 } data)
            return ForExplicitPath($"the AppContext value {AppContextName}", data);
        return ForFolders("the folders of the program", ProgramFolders());
    }

    /// <summary>A file, or the libraries in a folder; nothing else is tried, so that a mistake in the setting shows.</summary>
    public static LibrarySearch ForExplicitPath(string source, string path)
    {
        string full = Path.GetFullPath(path);
        return Directory.Exists(full) ? ForFolders(source, [full]) : new LibrarySearch(source, [full], ExpectedAbiVersion);
    }

    public static LibrarySearch ForFolders(string source, IEnumerable<string> folders)
    {
        string[] candidates = [.. folders.Distinct().SelectMany(folder => FileNames().Select(name => Path.Combine(folder, name)))];
        return new LibrarySearch(source, candidates, ExpectedAbiVersion);
    }

    private static IEnumerable<string> ProgramFolders()
    {
        string[] roots = [AppContext.BaseDirectory, AssemblyFolder()];
        foreach (string root in roots.Where(root => root.Length > 0))
        {
            foreach (string rid in RuntimeIdentifiers())
                yield return Path.Combine(root, "runtimes", rid, "native");
        }
        // A program published for one runtime has its native files beside it.
        yield return AppContext.BaseDirectory;
        if (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") is not string directories)
            yield break;
        foreach (string directory in directories.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return directory;
    }

    /// <summary>The runtime's own identifier, which may name a distribution, and the portable one.</summary>
    private static IEnumerable<string> RuntimeIdentifiers()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string portable = $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        return [RuntimeInformation.RuntimeIdentifier, portable];
    }

    private static IEnumerable<string> FileNames()
    {
        (string prefix, string suffix) = OperatingSystem.IsWindows() ? ("", ".dll") : ("lib", OperatingSystem.IsMacOS() ? ".dylib" : ".so");
        if (ProcessorLevel.HasAvx2)
            yield return $"{prefix}faissnet{ProcessorLevel.Avx2Suffix}{suffix}";
        yield return $"{prefix}faissnet{suffix}";
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Empty in a single-file program, which the caller expects.")]
    private static string AssemblyFolder() => Path.GetDirectoryName(typeof(LibrarySearch).Assembly.Location) ?? "";
}
