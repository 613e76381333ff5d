using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Jobs;

namespace FaissNet.Benchmarks;

/// <summary>One job per SIMD tier that the machine has: what it offers, AVX2 at most, 128 bits at most. Ratios are against the widest.</summary>
public class TiersConfig : ManualConfig
{
    public TiersConfig()
        : this(widestIsBaseline: true)
    {
    }

    protected TiersConfig(bool widestIsBaseline)
    {
        Job widest = Job.ShortRun.WithId("Widest");
        AddJob(widestIsBaseline ? widest.AsBaseline() : widest);
        AddJob(Job.ShortRun.WithId("AVX2").WithEnvironmentVariable("DOTNET_EnableAVX512", "0"));
        AddJob(Job.ShortRun.WithId("128 bits").WithEnvironmentVariable("DOTNET_EnableAVX2", "0"));
    }
}

/// <summary>The same tiers where ratios are against native FAISS.</summary>
public sealed class EngineTiersConfig : TiersConfig
{
    public EngineTiersConfig()
        : base(widestIsBaseline: false)
    {
    }
}
