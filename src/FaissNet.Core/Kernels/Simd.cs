using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>The one place that decides which tier runs. Every property folds to a constant when a kernel is compiled.</summary>
internal static class Simd
{
    /// <summary>
    /// Whether the 512-bit bodies run. <see cref="Vector512.IsHardwareAccelerated"/> says no on processors that lower their clock for wide
    /// vectors; those have the instructions all the same, and the 32 registers and byte permutes gain more than the clock costs.
    /// </summary>
    public static bool Has512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated || (Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported);
    }

    /// <summary>Whether the 256-bit bodies run.</summary>
    public static bool Has256
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated;
    }

    /// <summary>Whether the 128-bit bodies run.</summary>
    public static bool Has128
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.IsHardwareAccelerated;
    }

    /// <summary>Whether 128-bit code has 32 registers, as on Arm, so that the large register tile fits.</summary>
    public static bool Has128WithManyRegisters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => AdvSimd.Arm64.IsSupported;
    }

    /// <summary>The widest tier of this process.</summary>
    public static SimdTier Tier =>
        Has512 ? SimdTier.Vector512 : Has256 ? SimdTier.Vector256 : Has128 ? SimdTier.Vector128 : SimdTier.Scalar;
}
