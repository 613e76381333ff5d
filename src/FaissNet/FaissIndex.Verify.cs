using System.Numerics.Tensors;
using FaissNet.Verification;

namespace FaissNet;

public static partial class FaissIndex
{
    /// <summary>Distances within this relative difference are the same: what summing in another order does to floats.</summary>
    private const double DistanceTolerance = 1e-5;

    /// <summary>Opens a file in both engines, gives both the same queries and reports every difference.</summary>
    /// <param name="path">The file.</param>
    /// <param name="queries">nq × d, row-major.</param>
    /// <param name="k">Neighbours per query, at least 1.</param>
    /// <param name="options">nprobe, refine factor, filter, threads, cancellation.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of d, k &lt; 1, or a value is not finite.</exception>
    /// <exception cref="NotSupportedException">One of the engines cannot have this index; the sentence says why.</exception>
    /// <exception cref="FaissFormatException">The file is not a FAISS index of float vectors, is damaged, or contradicts
    /// itself.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static VerificationReport Verify(string path, ReadOnlySpan<float> queries, int k = 10, SearchOptions? options = null)
    {
        CancellationToken cancellationToken = options?.CancellationToken ?? default;
        using VectorIndex managed = Load(path, Engine.Managed, cancellationToken);
        using VectorIndex native = Load(path, Engine.Native, cancellationToken);
        SearchResult<float> managedResult = managed.Search(queries, k, options);
        SearchResult<float> nativeResult = native.Search(queries, k, options);
        var comparer = new ResultComparer(k, DistanceTolerance);
        for (int query = 0; query < managedResult.QueryCount; query++)
        {
            ReadOnlySpan<float> vector = queries.Slice(query * managed.Dimension, managed.Dimension);
            comparer.Compare(
                query,
                new ResultComparer.Row(managedResult.DistancesOf(query), managedResult.IdsOf(query)),
                new ResultComparer.Row(nativeResult.DistancesOf(query), nativeResult.IdsOf(query)),
                managed.Metric == Metric.L2 ? TensorPrimitives.SumOfSquares(vector) : 0);
        }
        bool savedBytesEqual = SavesSameBytes(managed.Save, native.Save, cancellationToken);
        return Report(comparer, managedResult.QueryCount, k, DistanceTolerance, savedBytesEqual);
    }

    /// <summary>
    /// Does the same to a binary index file; Hamming distances must be equal. For hash indexes, which FAISS saves in no order, it takes a temporary file as
    /// large as theirs.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="queries">nq × d / 8 bytes.</param>
    /// <param name="k">Neighbours per query, at least 1.</param>
    /// <param name="options">nprobe, filter, threads, cancellation.</param>
    /// <inheritdoc cref="Verify" path="/exception"/>
    public static VerificationReport VerifyBinary(string path, ReadOnlySpan<byte> queries, int k = 10, SearchOptions? options = null)
    {
        CancellationToken cancellationToken = options?.CancellationToken ?? default;
        using BinaryIndex managed = LoadBinary(path, Engine.Managed, cancellationToken);
        using BinaryIndex native = LoadBinary(path, Engine.Native, cancellationToken);
        SearchResult<int> managedResult = managed.Search(queries, k, options);
        SearchResult<int> nativeResult = native.Search(queries, k, options);
        // Numbers of bits are exact as floats.
        float[] managedDistances = Array.ConvertAll(managedResult.Distances, static distance => (float)distance);
        float[] nativeDistances = Array.ConvertAll(nativeResult.Distances, static distance => (float)distance);
        var comparer = new ResultComparer(k, tolerance: 0);
        for (int query = 0; query < managedResult.QueryCount; query++)
        {
            comparer.Compare(
                query,
                new ResultComparer.Row(managedDistances.AsSpan(query * k, k), managedResult.IdsOf(query)),
                new ResultComparer.Row(nativeDistances.AsSpan(query * k, k), nativeResult.IdsOf(query)),
                magnitude: 0);
        }
        bool savedBytesEqual = managed.SortHashes()
            ? SavesSameHashes(managed, native, cancellationToken)
            : SavesSameBytes(managed.Save, native.Save, cancellationToken);
        return Report(comparer, managedResult.QueryCount, k, tolerance: 0, savedBytesEqual);
    }

    private static VerificationReport Report(ResultComparer comparer, int queryCount, int k, double tolerance, bool savedBytesEqual)
        => new(queryCount, k, tolerance, comparer.MaxRelativeDifference, comparer.IdsDifferent, savedBytesEqual, comparer.Differences);

    private static bool SavesSameBytes(
        Action<Stream, BuildOptions?> first, Action<Stream, BuildOptions?> second, CancellationToken cancellationToken)
    {
        var options = new BuildOptions { CancellationToken = cancellationToken };
        return HashOf(first, options).AsSpan().SequenceEqual(HashOf(second, options));
    }

    /// <summary>FAISS saves hash tables in no order, so what it saves is sorted before it is compared.</summary>
    private static bool SavesSameHashes(BinaryIndex sorted, BinaryIndex native, CancellationToken cancellationToken)
    {
        // The index may be larger than any array.
        using FileStream file = new(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        native.Save(file, new BuildOptions { CancellationToken = cancellationToken });
        file.Position = 0;
        using BinaryIndex read = BinaryIndex.Load(file, cancellationToken: cancellationToken);
        read.SortHashes();
        return SavesSameBytes(sorted.Save, read.Save, cancellationToken);
    }

    private static byte[] HashOf(Action<Stream, BuildOptions?> save, BuildOptions options)
    {
        using var stream = new HashingStream();
        save(stream, options);
        return stream.Finish();
    }
}
