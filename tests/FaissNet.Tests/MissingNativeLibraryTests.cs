using System.Diagnostics;

namespace FaissNet.Tests;

/// <summary>
/// What a program sees whose native library cannot be loaded. The library is looked for once per process, so this needs another one.
/// </summary>
public sealed class MissingNativeLibraryTests
{
    private const string ChildVariable = "FAISSNET_TEST_WITHOUT_NATIVE";

    [Fact]
    public void Process_WithoutLibrary_ManagedWorksAndNativeSaysWhy()
    {
        if (Environment.GetEnvironmentVariable(ChildVariable) is null)
            RunThisTestInAnotherProcess();
        else
            CheckWithoutLibrary();
    }

    private static void CheckWithoutLibrary()
    {
        var lines = new List<string>();
        FaissRuntime.OnUnavailable(lines.Add);

        using VectorIndex managed = FaissIndex.Create(8, "Flat");

        Assert.Equal(Engine.Managed, managed.Engine);
        Assert.False(FaissRuntime.IsNativeAvailable);
        Assert.Equal(
            "The native library of FAISS is not available. Tried the environment variable FAISSNET_NATIVE_LIBRARY:\n"
            + "  /no/such/library.so: no such file",
            FaissRuntime.UnavailableReason);
        Assert.Equal(
            ["The native library of FAISS is not available. Tried the environment variable FAISSNET_NATIVE_LIBRARY: "
             + "/no/such/library.so: no such file"],
            lines);
        Assert.Null(FaissRuntime.NativeVersion);
        Assert.Null(FaissRuntime.CompileOptions);
        Assert.Equal(0, FaissRuntime.LiveObjects);
        NotSupportedException native = Assert.Throws<NotSupportedException>(() => FaissIndex.Create(8, "Flat", engine: Engine.Native));
        Assert.Equal(FaissRuntime.UnavailableReason, native.Message);
        NotSupportedException both = Assert.Throws<NotSupportedException>(() => FaissIndex.Create(8, "HNSW8,Flat"));
        Assert.StartsWith("Neither engine has \"HNSW8,Flat\". C#: ", both.Message);
        Assert.EndsWith($"Native: {FaissRuntime.UnavailableReason}", both.Message);
    }

    private static void RunThisTestInAnotherProcess()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The path in the expected message is that of Unix.");
        string method = $"{typeof(MissingNativeLibraryTests).FullName}.{nameof(Process_WithoutLibrary_ManagedWorksAndNativeSaysWhy)}";
        var start = new ProcessStartInfo("dotnet", [typeof(MissingNativeLibraryTests).Assembly.Location, "-method", method])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ChildVariable] = "1";
        start.Environment["FAISSNET_NATIVE_LIBRARY"] = "/no/such/library.so";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.Result);
        Assert.Contains("Total: 1", output);
    }
}
