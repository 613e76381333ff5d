namespace FaissNet.Tests;

/// <summary>First line of every test that needs the native engine.</summary>
internal static class NativeEngineRequired
{
    /// <summary>Skips the test where the library is not built; fails it under continuous integration, where it must be.</summary>
    public static void Check()
    {
        if (FaissRuntime.IsNativeAvailable)
            return;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(FaissRuntime.UnavailableReason!);
        Assert.Skip(FaissRuntime.UnavailableReason!);
    }
}
