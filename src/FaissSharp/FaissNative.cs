using System.Runtime.InteropServices;

namespace FaissSharp;

/// <summary>
/// The functions of <c>faissnet.h</c>, one method each under its native name, with nothing added: a failure is a status, an array is a
/// pointer. The handle classes wrap them in spans and exceptions.
/// </summary>
/// <remarks>
/// The library is looked for when the first function is called. Where it cannot be loaded, or its interface has another number than
/// <see cref="faissnet_abi.FAISSNET_ABI_VERSION"/>, every function throws a <see cref="DllNotFoundException"/> that says why; ask
/// <see cref="FaissRuntime.IsNativeAvailable"/> first.
/// </remarks>
public static unsafe partial class FaissNative
{
    private const string LibraryName = "faissnet";

    // An explicit static constructor runs before the first function is bound and not earlier.
    static FaissNative()
    {
        NativeLibrary.SetDllImportResolver(
            typeof(FaissNative).Assembly,
            static (name, _, _) => name == LibraryName ? LoadedLibrary.Current.GetHandleOrThrow() : 0);
    }
}
