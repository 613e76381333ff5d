using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Cli.Bench;

/// <summary>What this machine can do at most, measured: multiply-adds in registers and bytes read from memory.</summary>
/// <param name="FlopsPerSecond">Floating-point operations per second of one thread, a fused multiply-add counting as two.</param>
/// <param name="MemoryBytesPerSecond">Bytes per second that one thread reads from memory beyond the caches.</param>
/// <param name="CacheBytesPerSecond">Bytes per second that one thread reads again and again from its second-level cache.</param>
internal sealed record MachineLimits(double FlopsPerSecond, double MemoryBytesPerSecond, double CacheBytesPerSecond)
{
    private const int Repetitions = 5;
    private const int MemoryFloats = 64 << 20;
    private const int CacheFloats = 64 << 10;

    public static MachineLimits Measure()
    {
        var memory = new float[MemoryFloats];
        Array.Fill(memory, 1f);
        double flops = 0, bytes = 0, cached = 0;
        for (int i = 0; i < Repetitions; i++)
        {
            flops = Math.Max(flops, MeasureMultiplyAdds());
            bytes = Math.Max(bytes, MeasureReading(memory, passes: 1));
            cached = Math.Max(cached, MeasureReading(memory.AsSpan(0, CacheFloats), passes: MemoryFloats / CacheFloats));
        }
        return new MachineLimits(flops, bytes, cached);
    }

    private static double MeasureMultiplyAdds()
    {
        const int Rounds = 20_000_000;
        var watch = Stopwatch.StartNew();
        float sum = Vector512.IsHardwareAccelerated ? Chains512(Rounds) : Vector256.IsHardwareAccelerated ? Chains256(Rounds) : Chains128(Rounds);
        double seconds = watch.Elapsed.TotalSeconds;
        GC.KeepAlive(sum);
        int width = Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;
        return 2.0 * width * 10 * Rounds / seconds;
    }

    // Ten independent chains hide the latency of the multiply-add on every core that .NET runs on.
    private static float Chains512(int rounds)
    {
        Vector512<float> f = Vector512.Create(0.999f), g = Vector512.Create(0.001f);
        Vector512<float> a = f, b = f, c = f, d = f, e = f, h = f, i = f, j = f, k = f, l = f;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, f, g);
            b = Vector512.FusedMultiplyAdd(b, f, g);
            c = Vector512.FusedMultiplyAdd(c, f, g);
            d = Vector512.FusedMultiplyAdd(d, f, g);
            e = Vector512.FusedMultiplyAdd(e, f, g);
            h = Vector512.FusedMultiplyAdd(h, f, g);
            i = Vector512.FusedMultiplyAdd(i, f, g);
            j = Vector512.FusedMultiplyAdd(j, f, g);
            k = Vector512.FusedMultiplyAdd(k, f, g);
            l = Vector512.FusedMultiplyAdd(l, f, g);
        }
        return Vector512.Sum(a + b + c + d + e + h + i + j + k + l);
    }

    private static float Chains256(int rounds)
    {
        Vector256<float> f = Vector256.Create(0.999f), g = Vector256.Create(0.001f);
        Vector256<float> a = f, b = f, c = f, d = f, e = f, h = f, i = f, j = f, k = f, l = f;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, f, g);
            b = Vector256.FusedMultiplyAdd(b, f, g);
            c = Vector256.FusedMultiplyAdd(c, f, g);
            d = Vector256.FusedMultiplyAdd(d, f, g);
            e = Vector256.FusedMultiplyAdd(e, f, g);
            h = Vector256.FusedMultiplyAdd(h, f, g);
            i = Vector256.FusedMultiplyAdd(i, f, g);
            j = Vector256.FusedMultiplyAdd(j, f, g);
            k = Vector256.FusedMultiplyAdd(k, f, g);
            l = Vector256.FusedMultiplyAdd(l, f, g);
        }
        return Vector256.Sum(a + b + c + d + e + h + i + j + k + l);
    }

    private static float Chains128(int rounds)
    {
        Vector128<float> f = Vector128.Create(0.999f), g = Vector128.Create(0.001f);
        Vector128<float> a = f, b = f, c = f, d = f, e = f, h = f, i = f, j = f, k = f, l = f;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector128.MultiplyAddEstimate(a, f, g);
            b = Vector128.MultiplyAddEstimate(b, f, g);
            c = Vector128.MultiplyAddEstimate(c, f, g);
            d = Vector128.MultiplyAddEstimate(d, f, g);
            e = Vector128.MultiplyAddEstimate(e, f, g);
            h = Vector128.MultiplyAddEstimate(h, f, g);
            i = Vector128.MultiplyAddEstimate(i, f, g);
            j = Vector128.MultiplyAddEstimate(j, f, g);
            k = Vector128.MultiplyAddEstimate(k, f, g);
            l = Vector128.MultiplyAddEstimate(l, f, g);
        }
        return Vector128.Sum(a + b + c + d + e + h + i + j + k + l);
    }

    private static double MeasureReading(ReadOnlySpan<float> memory, int passes)
    {
        var watch = Stopwatch.StartNew();
        Vector<float> sum = default;
        for (int pass = 0; pass < passes; pass++)
            sum += SumOf(MemoryMarshal.Cast<float, Vector<float>>(memory));
        double seconds = watch.Elapsed.TotalSeconds;
        GC.KeepAlive(Vector.Sum(sum));
        return (double)passes * memory.Length * sizeof(float) / seconds;
    }

    private static Vector<float> SumOf(ReadOnlySpan<Vector<float>> vectors)
    {
        Vector<float> a = default, b = default, c = default, d = default;
        for (int i = 0; i + 4 <= vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }
        return a + b + c + d;
    }
}
