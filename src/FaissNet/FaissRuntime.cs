using Lower = FaissSharp.FaissRuntime;

namespace FaissNet;

/// <summary>Whether the native engine can be used here. The first question loads its library; none throws. Thread-safe.</summary>
/// <remarks>
/// The library is taken from the environment variable <c>FAISSNET_NATIVE_LIBRARY</c> or the AppContext value
/// <c>FaissSharp.NativeLibrary</c> (a file, or a folder) where one is set; else from <c>runtimes/&lt;rid&gt;/native</c> beside the program.
/// </remarks>
public static class FaissRuntime
{
    /// <summary>Whether <see cref="Engine.Native"/> works in this process.</summary>
    public static bool IsNativeAvailable => Lower.IsNativeAvailable;

    /// <summary>Why the native engine cannot be used, with everything that was tried; null where it can.</summary>
    public static string? UnavailableReason => Lower.UnavailableReason;

    /// <summary>The version of FAISS behind the native engine, such as <c>1.7.3</c>; null where it is not available.</summary>
    public static string? NativeVersion => Lower.NativeVersion;

    /// <summary>What the native library was compiled for, such as <c>OPTIMIZE AVX2</c>; null where it is not available.</summary>
    public static string? CompileOptions => Lower.CompileOptions;

    /// <summary>The full path of the native library; null where it is not available.</summary>
    public static string? LibraryPath => Lower.LibraryPath;

    /// <summary>Native objects (indexes, filters, results, buffers) alive in this process; 0 where the library is not available.</summary>
    public static long LiveObjects => Lower.LiveObjects;

    /// <summary>
    /// Tells once, in one line, that the native engine cannot be used here and why, so that <see cref="Engine.Auto"/> stays on C#; never
    /// where it can. Does not load the library by itself.
    /// </summary>
    /// <example><c>FaissRuntime.OnUnavailable(reason => logger.LogWarning("{Reason}", reason));</c></example>
    /// <param name="log">
    /// Called on the thread that needs the native engine first, or at once where that has failed before. Without any such call the line
    /// goes to <see cref="System.Diagnostics.Trace"/>.
    /// </param>
    public static void OnUnavailable(Action<string> log) => Lower.OnUnavailable(log);
}
