using System.Globalization;
using FaissNet.Storage;
using FaissNet.Testing;

namespace FaissNet.Tests.Serialization;

/// <summary>
/// Damaged files of every type: they are refused with one of two documented exceptions, or are indexes that can be searched. Nothing ends the process,
/// takes memory out of proportion or runs on and on.
/// </summary>
[Trait("Tier", "Independent")]
public class FuzzTests
{
    private const int Mutations = 100_000;

    private const int LargestSearchedDimension = 1 << 14;

    /// <summary>Opening may take this much and <see cref="MostTimesFile"/> times the file. Seen: 64 KB and 5 times.</summary>
    private const long MostBytesToOpen = 256 << 10;

    /// <summary>Seen: 700 KB, for the tables of whole blocks of queries.</summary>
    private const long MostBytesToSearch = 2 << 20;

    private const long MostTimesFile = 8;

    [Fact]
    public void InspectLoadSearch_DamagedFiles_ThrowOnlyWhatIsDocumented()
    {
        var mutator = new FileMutator(
        [
            .. GoldenFiles.All.Select(golden => File.ReadAllBytes(golden.IndexPath)),
            .. SmallFiles.Types.Select(type => SmallFiles.Bytes(type)),
            .. OldFile.Names.Select(name => OldFile.Get(name).Bytes),
        ]);
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
    }

    /// <summary>Whether the file was opened and searched.</summary>
    private static bool Visit(byte[] file)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        FaissFileInfo info = Bounded("inspect", MostBytesToOpen, file, () => FaissFile.Inspect(new MemoryStream(file), patience.Token));
        // What can be inspected and is of the C# engine can be loaded.
        if (info.WhyNotManaged is not null)
            return false;
        using IDisposable index = Bounded("load", MostBytesToOpen, file, () => Load(file, info.IsBinary, patience.Token));
        return Bounded("search", MostBytesToSearch, file, () => Search(index, patience.Token));
    }

    /// <summary>Does something that may allocate only in proportion to the file, on the heap and in native memory together, whether it fails or not.</summary>
    private static T Bounded<T>(string what, long constant, byte[] file, Func<T> action)
    {
        long before = Allocated();
        try
        {
            return action();
        }
        finally
        {
            long allocated = Allocated() - before;
            long most = constant + (MostTimesFile * file.Length);
            Assert.True(allocated <= most, string.Create(CultureInfo.InvariantCulture, $"{allocated} bytes to {what} a file of {file.Length}"));
        }
    }

    private static long Allocated() => GC.GetAllocatedBytesForCurrentThread() + NativeUsage.RequestedBytesForCurrentThread;

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
}
