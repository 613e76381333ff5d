using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;

namespace FaissNet.Kernels;

public sealed class SimdTests
{
    [Fact]
    public void Tier_WhenTheEnvironmentNamesOne_IsThatOne()
    {
        string? expected = Environment.GetEnvironmentVariable("FAISSNET_EXPECTED_TIER");
        Assert.SkipWhen(string.IsNullOrEmpty(expected), "FAISSNET_EXPECTED_TIER is not set (scalar, 128, 256 or 512).");
        int bits = expected == "scalar" ? 0 : int.Parse(expected!, CultureInfo.InvariantCulture);
        Assert.Equal((SimdTier)bits, Simd.Tier);
    }

    [Fact]
    public void Tier_OnArm_IsThatOfAdvSimd()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.Arm64, "This is not an Arm processor.");
        Assert.True(AdvSimd.Arm64.IsSupported);
        Assert.Equal(SimdTier.Vector128, Simd.Tier);
        Assert.True(Simd.Has128WithManyRegisters);
    }

    [Fact]
    public unsafe void GuardPages_OnThisSystem_AreActive()
    {
        Assert.SkipUnless(GuardedMemory<byte>.IsGuarded, "Guard pages are set up on Linux only; here a read past the end goes unnoticed.");
        using var memory = new GuardedMemory<float>(3);
        Assert.Equal(0, (nint)(memory.Pointer + memory.Count) % Environment.SystemPageSize);
    }
}
