namespace FaissSharp.Tests;

public sealed class FaissRuntimeTests
{
    [Fact]
    public void IsNativeAvailable_Available_HasVersionPathAndNoReason()
    {
        NativeLibraryRequired.Check();

        Assert.Matches(@"^\d+\.\d+\.\d+$", FaissRuntime.NativeVersion);
        Assert.True(File.Exists(FaissRuntime.LibraryPath));
        Assert.Null(FaissRuntime.UnavailableReason);
    }

    [Fact]
    public void CompileOptions_Avx2Library_SaysAvx2()
    {
        NativeLibraryRequired.Check();

        bool isAvx2 = Path.GetFileName(FaissRuntime.LibraryPath)!.Contains("avx2", StringComparison.Ordinal);
        Assert.Equal(isAvx2, FaissRuntime.CompileOptions!.Contains("AVX2", StringComparison.Ordinal));
    }
}
