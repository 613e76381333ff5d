using System.Globalization;
using FaissNet.Testing;

namespace FaissNet.Tests.Serialization;

/// <summary>
/// Damaged files of every type: they are refused with one of two documented exceptions, or are indexes that can be searched. Nothing ends the process,
/// takes memory out of proportion or runs on and on. Run in one SIMD tier alone; what is read does not depend on it.
/// </summary>
public class FuzzTests
{
    private const int Mutations = 100_000;

    private const int LargestSearchedDimension = 1 << 14;

    [Fact]
    [Trait("Duration", "Long")]
    public void InspectLoadSearch_DamagedFiles_ThrowOnlyWhatIsDocumented()
    {
        var mutator = new FileMutator(
            GoldenFiles.All.Select(golden => File.ReadAllBytes(golden.IndexPath)).Concat(SmallFiles.Types.Select(type => SmallFiles.Bytes(type))));
        long peakBefore = PeakVirtualBytes();
        int refused = 0;
        int searched = 0;
        for (int seed = 0; seed < Mutations; seed++)
        {
            byte[] file = mutator.Mutate(seed, out string what);
            try
            {
                if (Visit(file))
                    searched++;
            }
            catch (Exception e) when (e is FaissFormatException or NotSupportedException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{what}: {e}");
            }
        }
        // The damage must neither always be noticed, vectors may be anything, nor never.
        Assert.InRange(refused, Mutations / 4, Mutations);
        Assert.InRange(searched, Mutations / 20, Mutations);
        // Buffers are native memory, which the garbage collector does not count: the largest of them would show here.
        Assert.InRange(PeakVirtualBytes() - peakBefore, 0, 2L << 30);
    }

    /// <summary>Whether the file was opened and searched.</summary>
    private static bool Visit(byte[] file)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            FaissFileInfo info = FaissFile.Inspect(new MemoryStream(file), patience.Token);
            // What can be inspected and is of the C# engine can be loaded.
            if (info.WhyNotManaged is not null)
                return false;
            using IDisposable index = Load(file, info.IsBinary, patience.Token);
            return Search(index, patience.Token);
        }
        finally
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            long most = (8L << 20) + 16L * file.Length;
            Assert.True(allocated <= most, string.Create(CultureInfo.InvariantCulture, $"{allocated} bytes allocated for a file of {file.Length}"));
        }
    }

    private static IDisposable Load(byte[] file, bool isBinary, CancellationToken cancellationToken)
    {
        try
        {
            return isBinary
                ? BinaryIndex.Load(new MemoryStream(file), cancellationToken)
                : VectorIndex.Load(new MemoryStream(file), cancellationToken);
        }
        catch (Exception e) when (e is FaissFormatException or NotSupportedException)
        {
            throw new InvalidOperationException("What was inspected could not be loaded.", e);
        }
    }

    private static bool Search(IDisposable index, CancellationToken cancellationToken)
    {
        SearchOptions options = new() { MaxDegreeOfParallelism = 1, CancellationToken = cancellationToken };
        if (index is VectorIndex { IsTrained: true, Dimension: <= LargestSearchedDimension } vectors)
        {
            vectors.Search(new float[2 * vectors.Dimension], 3, options);
            return true;
        }
        if (index is BinaryIndex { IsTrained: true, Dimension: <= LargestSearchedDimension } bits)
        {
            bits.Search(new byte[2 * bits.CodeSize], 3, options);
            return true;
        }
        return false;
    }

    /// <summary>What the process has asked for at most, where the system tells.</summary>
    private static long PeakVirtualBytes()
    {
        const string status = "/proc/self/status";
        if (!File.Exists(status))
            return 0;
        string line = File.ReadLines(status).First(line => line.StartsWith("VmPeak:", StringComparison.Ordinal));
        return 1024 * long.Parse(line["VmPeak:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture);
    }
}
