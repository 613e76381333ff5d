using System.Diagnostics;
using System.Globalization;

namespace FaissNet.Benchmarks.Large;

/// <summary>
/// Builds indexes whose codes exceed 2³¹ bytes, from blocks that are never all in memory, and says what that took at most; finds vectors on both sides of
/// the limit; saves, maps, and finds them again. It takes minutes and about 8 GB of memory and disk, so it is no test.
/// </summary>
internal static class LargeIndexes
{
    private const int Block = 8192;
    private const long Limit = 1L << 31;

    /// <summary>Factory string, dimension, vectors of the training sample.</summary>
    private static readonly (string Description, int Dimension, int Sample)[] s_cases =
    [
        ("Flat", 1024, 0),
        ("SQ8", 1024, 8192),
        ("IVF4,SQ8", 1024, 8192),
        ("PQ1024", 1024, 8192),
    ];

    /// <returns>The process's exit code: 0 when all was found.</returns>
    public static int Run(string[] names)
    {
        bool allFound = true;
        foreach ((string description, int dimension, int sample) in s_cases)
        {
            if (names.Length == 0 || names.Contains(description))
                allFound &= Run(description, dimension, sample);
        }
        bool bits = names.Length == 0 || names.Contains("BFlat");
        return allFound && (!bits || RunBits()) ? 0 : 1;
    }

    private static bool Run(string description, int dimension, int sample)
    {
        using VectorIndex index = FaissIndex.Create(dimension, description, Metric.L2, Engine.Managed);
        if (sample > 0)
            index.Train(Vectors(0, sample, dimension));
        long count = (Limit / index.CodeSize) + (Limit / index.CodeSize / 16);
        float[] block = new float[Block * dimension];
        var watch = Stopwatch.StartNew();
        ResetPeak();
        for (long start = 0; start < count; start += Block)
        {
            Fill(start, block, dimension);
            index.Add(block.AsSpan(0, (int)Math.Min(Block, count - start) * dimension));
        }
        Say(description, $"added {count:N0} vectors, {count * index.CodeSize:N0} bytes of codes, in {watch.Elapsed.TotalSeconds:0} s, at most {Peak() / (double)(count * index.CodeSize):0.00} times that in memory");
        long[] wanted = [0, count / 2, count - 1];
        float[] queries = [.. wanted.SelectMany(id => Vectors(id, 1, dimension))];
        bool found = Check(description, wanted, index.Search(queries, 1, new SearchOptions { NProbe = 4 }).Ids);
        string path = Path.GetTempFileName();
        try
        {
            watch.Restart();
            index.Save(path);
            Say(description, $"saved in {watch.Elapsed.TotalSeconds:0.0} s");
            index.Reset();
            watch.Restart();
            using VectorIndex mapped = FaissIndex.Load(path, new LoadOptions { MemoryMap = true }, Engine.Managed);
            Say(description, $"mapped in {watch.Elapsed.TotalMilliseconds:0.0} ms");
            return found & Check(description, wanted, mapped.Search(queries, 1, new SearchOptions { NProbe = 4 }).Ids);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static bool RunBits()
    {
        const int Bytes = 1024;
        using BinaryIndex index = FaissIndex.CreateBinary(8 * Bytes, "BFlat", Engine.Managed);
        long count = (Limit / Bytes) + (Limit / Bytes / 16);
        byte[] block = new byte[Block * Bytes];
        ResetPeak();
        for (long start = 0; start < count; start += Block)
        {
            Fill(start, block, Bytes);
            index.Add(block.AsSpan(0, (int)Math.Min(Block, count - start) * Bytes));
        }
        Say("BFlat", $"added {count:N0} vectors, {count * Bytes:N0} bytes, at most {Peak() / (double)(count * Bytes):0.00} times that in memory");
        long[] wanted = [0, count / 2, count - 1];
        byte[] queries = new byte[wanted.Length * Bytes];
        for (int i = 0; i < wanted.Length; i++)
            Fill(wanted[i], queries.AsSpan(i * Bytes, Bytes), Bytes);
        return Check("BFlat", wanted, index.Search(queries, 1).Ids);
    }

    private static float[] Vectors(long first, int count, int dimension)
    {
        var vectors = new float[count * dimension];
        Fill(first, vectors, dimension);
        return vectors;
    }

    private static void Fill(long first, Span<float> vectors, int dimension)
    {
        byte[] bytes = new byte[dimension];
        for (int row = 0; row < vectors.Length / dimension; row++)
        {
            Fill(first + row, bytes, dimension);
            for (int i = 0; i < dimension; i++)
                vectors[(row * dimension) + i] = bytes[i];
        }
    }

    /// <summary>A vector follows from its number alone, so that any can be asked for again.</summary>
    private static void Fill(long first, Span<byte> rows, int width)
    {
        for (int row = 0; row < rows.Length / width; row++)
        {
            ulong state = ((ulong)(first + row) * 0x9E3779B97F4A7C15) | 1;
            Span<ulong> words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(rows.Slice(row * width, width));
            for (int i = 0; i < words.Length; i++)
            {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                words[i] = state;
            }
        }
    }

    private static bool Check(string description, long[] wanted, long[] found)
    {
        bool same = wanted.SequenceEqual(found);
        Say(description, same ? "found all" : $"found {string.Join(", ", found)} where {string.Join(", ", wanted)} were wanted");
        return same;
    }

    private static void Say(string description, FormattableString text)
        => Say(description, text.ToString(CultureInfo.InvariantCulture));

    private static void Say(string description, string text) => Console.WriteLine($"{description}: {text}");

    /// <summary>Linux lets a process forget its peak by this; elsewhere the peak is that of all so far.</summary>
    private static void ResetPeak()
    {
        GC.Collect();
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
