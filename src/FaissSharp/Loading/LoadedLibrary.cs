namespace FaissSharp;

/// <summary>The outcome of looking for the native library: a handle, or the reason why there is none.</summary>
internal sealed class LoadedLibrary
{
    private static readonly Lazy<LoadedLibrary> s_current = new(Find);

    private LoadedLibrary(nint handle, string? path, string? reason)
    {
        Handle = handle;
        Path = path;
        Reason = reason;
    }

    /// <summary>The library of this process, looked for once.</summary>
    public static LoadedLibrary Current => s_current.Value;

    public nint Handle { get; }

    public string? Path { get; }

    public string? Reason { get; }

    public bool IsLoaded => Handle != 0;

    public static LoadedLibrary Success(nint handle, string path) => new(handle, path, null);

    public static LoadedLibrary Failure(string reason) => new(0, null, reason);

    private static LoadedLibrary Find()
    {
        LoadedLibrary library = LibraryLoader.Load(LibrarySearch.ForThisProcess());
        if (library.Reason is { } reason)
            UnavailableLog.ForThisProcess.Write(reason);
        return library;
    }

    public nint GetHandleOrThrow() => IsLoaded ? Handle : throw new DllNotFoundException(Reason);
}
