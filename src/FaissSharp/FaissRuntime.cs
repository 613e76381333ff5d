using System.Runtime.InteropServices;

namespace FaissSharp;

/// <summary>Whether native FAISS can be used here, and which one it is. The first question loads the library; none throws.</summary>
/// <remarks>
/// The library is taken from the environment variable <c>FAISSNET_NATIVE_LIBRARY</c> or the AppContext value
/// <c>FaissSharp.NativeLibrary</c> (a file, or a folder of them) where one is set; else from <c>runtimes/&lt;rid&gt;/native</c> beside the
/// program. The file made for AVX2 is taken before the generic one where the processor has AVX2. Thread-safe.
/// </remarks>
public static unsafe class FaissRuntime
{
    /// <summary>Whether the native library is loaded and has the expected interface.</summary>
    public static bool IsNativeAvailable => LoadedLibrary.Current.IsLoaded;

    /// <summary>Why the native library cannot be used, with everything that was tried; null where it can.</summary>
    public static string? UnavailableReason => LoadedLibrary.Current.Reason;

    /// <summary>The full path of the loaded library; null where there is none.</summary>
    public static string? LibraryPath => LoadedLibrary.Current.Path;

    /// <summary>The version of FAISS, such as <c>1.7.3</c>; null where the library is not available.</summary>
    public static string? NativeVersion => IsNativeAvailable ? Text(FaissNative.faissnet_faiss_version()) : null;

    /// <summary>What the library was compiled for, such as <c>OPTIMIZE AVX2</c>; null where it is not available.</summary>
    public static string? CompileOptions => IsNativeAvailable ? Text(FaissNative.faissnet_compile_options()) : null;

    /// <summary>Indexes, filters, results and buffers of the library that are alive in this process; 0 where it is not available.</summary>
    public static long LiveObjects => IsNativeAvailable ? FaissNative.faissnet_live_objects() : 0;

    /// <summary>Tells once, in one line, that the native library cannot be used and why; never where it can. Does not load it.</summary>
    /// <param name="log">
    /// Called on the thread that looks for the library first, or at once where that has failed before. Without any such call the line goes
    /// to <see cref="System.Diagnostics.Trace"/>.
    /// </param>
    public static void OnUnavailable(Action<string> log)
    {
        ArgumentNullException.ThrowIfNull(log);
        UnavailableLog.ForThisProcess.Listen(log);
    }

    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
