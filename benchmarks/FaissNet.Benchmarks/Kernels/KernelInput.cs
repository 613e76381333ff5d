using FaissNet.Storage;

namespace FaissNet.Benchmarks.Kernels;

/// <summary>Numbers for the kernel benchmarks, in aligned memory.</summary>
internal static class KernelInput
{
    public static AlignedBuffer<float> Floats(int seed, long count)
    {
        var random = new Random(seed);
        var buffer = new AlignedBuffer<float>(count);
        for (long i = 0; i < count; i++)
            buffer[i] = random.NextSingle() - 0.5f;
        return buffer;
    }

    public static AlignedBuffer<byte> Bytes(int seed, int count)
    {
        var buffer = new AlignedBuffer<byte>(count);
        new Random(seed).NextBytes(buffer.Slice(0, count));
        return buffer;
    }
}
