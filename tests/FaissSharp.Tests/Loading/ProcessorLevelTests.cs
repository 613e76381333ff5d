using System.Runtime.Intrinsics.X86;

namespace FaissSharp.Tests.Loading;

public sealed class ProcessorLevelTests
{
    [Theory]
    [InlineData("/a/libfaissnet_avx2.so")]
    [InlineData("/a/faissnet_AVX2.dll")]
    public void WhyNot_Avx2LibraryWithoutAvx2_NamesWhatIsMissing(string path) =>
        Assert.Equal(
            "is made for processors with AVX2, FMA, F16C and POPCNT, which this one lacks", ProcessorLevel.WhyNot(path, hasAvx2: false));

    [Theory]
    [InlineData("/a/libfaissnet_avx2.so", true)]
    [InlineData("/a/libfaissnet.so", false)]
    [InlineData("/a_avx2/libfaissnet.so", false)]
    public void WhyNot_LibraryThatTheProcessorCanRun_Null(string path, bool hasAvx2) => Assert.Null(ProcessorLevel.WhyNot(path, hasAvx2));

    [Fact]
    public void HasAvx2_AgreesWithTheRuntime() => Assert.Equal(Avx2.IsSupported, ProcessorLevel.HasAvx2);
}
