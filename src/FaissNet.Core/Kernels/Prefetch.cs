using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>Asks for memory that will be needed soon. On processors without such an instruction in .NET it does nothing.</summary>
internal static unsafe class Prefetch
{
    private const int LineBytes = 64;

    /// <summary>Brings a row to the cache; nothing happens if it is not there.</summary>
    public static void Row(void* row, int bytes)
    {
        if (!Sse.IsSupported)
            return;
        for (int offset = 0; offset < bytes; offset += LineBytes)
            Sse.Prefetch0((byte*)row + offset);
    }
}
