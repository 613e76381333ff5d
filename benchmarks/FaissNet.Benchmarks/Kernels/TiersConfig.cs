using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Jobs;

namespace FaissNet.Benchmarks.Kernels;

/// <summary>One job per SIMD tier that the machine has: what it offers, AVX2 at most, 128 bits at most.</summary>
public sealed class TiersConfig : ManualConfig
{
    public TiersConfig()
    {
        AddJob(Job.ShortRun.WithId("Widest").AsBaseline());
        AddJob(Job.ShortRun.WithId("AVX2").WithEnvironmentVariable("DOTNET_EnableAVX512", "0"));
        AddJob(Job.ShortRun.WithId("128 bits").WithEnvironmentVariable("DOTNET_EnableAVX2", "0"));
    }
}
