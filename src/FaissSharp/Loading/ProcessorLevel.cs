using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FaissSharp;

/// <summary>
/// What a library asks of the processor, told by its file name before anything of it is opened: code that runs while a library is loaded
/// would otherwise end the process at the first instruction that is missing.
/// </summary>
internal static class ProcessorLevel
{
    /// <summary>Ends the name of a library that is compiled for AVX2, FMA, F16C and POPCNT.</summary>
    public const string Avx2Suffix = "_avx2";

    /// <summary>Whether the processor has all that <see cref="Avx2Suffix"/> stands for.</summary>
    public static bool HasAvx2 { get; } = FindAvx2();

    /// <summary>Why the processor cannot run a library; null where it can.</summary>
    public static string? WhyNot(string path, bool hasAvx2) =>
        !hasAvx2 && Path.GetFileNameWithoutExtension(path).EndsWith(Avx2Suffix, StringComparison.OrdinalIgnoreCase)
            ? "is made for processors with AVX2, FMA, F16C and POPCNT, which this one lacks"
            : null;

    private static bool FindAvx2()
    {
        const int fma = 1 << 12;
        const int popcnt = 1 << 23;
        const int osxsave = 1 << 27;
        const int avx = 1 << 28;
        const int f16c = 1 << 29;
        const int all = fma | popcnt | osxsave | avx | f16c;
        const int avx2 = 1 << 5;
        if (!X86Base.IsSupported || (X86Base.CpuId(1, 0).Ecx & all) != all || (X86Base.CpuId(7, 0).Ebx & avx2) == 0)
            return false;
        // A program compiled ahead of time is told of the instructions that it was compiled for; the library may use those of the
        // processor. Elsewhere the runtime's answer counts, which the user can change.
        return Avx2.IsSupported || !RuntimeFeature.IsDynamicCodeSupported;
    }
}
