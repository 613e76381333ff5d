using System.Runtime.InteropServices;
using System.Text;

namespace FaissSharp;

/// <summary>Opens the first candidate that is the native library with the right interface.</summary>
internal static unsafe class LibraryLoader
{
    private const string AbiFunction = "faissnet_abi_version";

    public static LoadedLibrary Load(LibrarySearch search) => Load(search, ProcessorLevel.HasAvx2);

    public static LoadedLibrary Load(LibrarySearch search, bool hasAvx2)
    {
        var failures = new StringBuilder();
        foreach (string candidate in search.Candidates)
        {
            if (TryOpen(candidate, hasAvx2, search.AbiVersion, out string failure) is nint handle and not 0)
                return LoadedLibrary.Success(handle, candidate);
            failures.Append("\n  ").Append(candidate).Append(": ").Append(failure);
        }
        return LoadedLibrary.Failure($"The native library of FAISS is not available. Tried {search.Source}:{failures}");
    }

    private static nint TryOpen(string path, bool hasAvx2, int abiVersion, out string failure)
    {
        // The system's loader would go looking elsewhere for a file that is not there.
        if (!File.Exists(path))
        {
            failure = "no such file";
            return 0;
        }
        if (ProcessorLevel.WhyNot(path, hasAvx2) is { } whyNot)
        {
            failure = whyNot;
            return 0;
        }
        nint handle;
        try
        {
            handle = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            failure = $"cannot be loaded: {Explain(e.Message)}";
            return 0;
        }
        failure = CheckInterface(handle, abiVersion);
        if (failure.Length == 0)
            return handle;
        NativeLibrary.Free(handle);
        return 0;
    }

    /// <summary>What the system's loader said, in one line, behind a sentence for the one case that users meet.</summary>
    internal static string Explain(string message)
    {
        string line = message.ReplaceLineEndings(" ").Trim();
        int start = line.IndexOf("GLIBC_", StringComparison.Ordinal);
        if (start < 0 || !line.Contains("not found", StringComparison.Ordinal))
            return line;
        int end = start + "GLIBC_".Length;
        while (end < line.Length && (char.IsAsciiDigit(line[end]) || line[end] == '.'))
            end++;
        return $"this system's C library is too old, it has no {line[start..end]}; {line}";
    }

    private static string CheckInterface(nint handle, int abiVersion)
    {
        if (!NativeLibrary.TryGetExport(handle, AbiFunction, out nint function))
            return $"has no function {AbiFunction}, so it is another library";
        int actual = ((delegate* unmanaged[Cdecl]<int>)function)();
        return actual == abiVersion
            ? ""
            : $"its interface has the number {actual}, but {abiVersion} is needed; the library is of another version";
    }
}
