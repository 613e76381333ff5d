using FaissNet.Storage;

namespace FaissNet;

public abstract partial class BinaryIndex
{
    /// <summary>Finds the k nearest neighbours of each query by Hamming distance.</summary>
    /// <param name="queries">nq × d / 8 bytes.</param>
    /// <param name="k">Neighbours per query, at least 1.</param>
    /// <param name="distances">Receives nq × k numbers of differing bits, smallest first.</param>
    /// <param name="ids">Receives nq × k ids; −1 where there are fewer than k.</param>
    /// <param name="options">nprobe, filter, threads, cancellation.</param>
    /// <exception cref="ArgumentException">Lengths do not match, or k &lt; 1.</exception>
    /// <exception cref="InvalidOperationException">The index is not trained.</exception>
    /// <exception cref="NotSupportedException">The type cannot honour an option.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the outputs are undefined.</exception>
    public unsafe void Search(ReadOnlySpan<byte> queries, int k, Span<int> distances, Span<long> ids, SearchOptions? options = null)
    {
        options ??= SearchOptions.Default;
        int count = CheckQueries(queries, options);
        Guard.K(k);
        Guard.Length(distances.Length, (long)count * k, "the distances, queries × k", nameof(distances));
        Guard.Length(ids.Length, (long)count * k, "the ids, queries × k", nameof(ids));
        options.CancellationToken.ThrowIfCancellationRequested();
        if (count == 0)
            return;
        fixed (byte* queryPointer = queries)
        fixed (int* distancePointer = distances)
        fixed (long* idPointer = ids)
        {
            SearchCore(
                new Rows<byte>(queryPointer, count, CodeSize),
                new Rows<int>(distancePointer, count, k),
                new Rows<long>(idPointer, count, k),
                options);
        }
        CheckUsed();
    }

    /// <summary>Finds the k nearest neighbours of each query and returns them in new arrays.</summary>
    /// <param name="queries">nq × d / 8 bytes.</param>
    /// <param name="k">Neighbours per query, at least 1.</param>
    /// <param name="options">nprobe, filter, threads, cancellation.</param>
    /// <inheritdoc cref="Search(ReadOnlySpan{byte}, int, Span{int}, Span{long}, SearchOptions)" path="/exception"/>
    public SearchResult<int> Search(ReadOnlySpan<byte> queries, int k, SearchOptions? options = null)
    {
        Guard.K(k);
        int count = Guard.RowCount(queries.Length, CodeSize, nameof(queries));
        var result = new SearchResult<int>(k, new int[checked(count * k)], new long[checked(count * k)]);
        Search(queries, k, result.Distances, result.Ids, options);
        return result;
    }

    /// <summary>Finds all vectors with fewer than <paramref name="radius"/> differing bits, in no particular order.</summary>
    /// <param name="queries">nq × d / 8 bytes.</param>
    /// <param name="radius">The limit; not included.</param>
    /// <param name="options">nprobe, filter, threads, cancellation.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of d / 8.</exception>
    /// <exception cref="InvalidOperationException">The index is not trained.</exception>
    /// <exception cref="NotSupportedException">The type has no range search.</exception>
    public unsafe RangeSearchResult<int> RangeSearch(ReadOnlySpan<byte> queries, int radius, SearchOptions? options = null)
    {
        options ??= SearchOptions.Default;
        int count = CheckQueries(queries, options);
        options.CancellationToken.ThrowIfCancellationRequested();
        fixed (byte* queryPointer = queries)
        {
            RangeSearchResult<int> result = RangeSearchCore(new Rows<byte>(queryPointer, count, CodeSize), radius, options);
            CheckUsed();
            return result;
        }
    }

    /// <summary>Writes the stored vector.</summary>
    /// <param name="id">Id of a stored vector.</param>
    /// <param name="vector">Receives d / 8 bytes.</param>
    /// <exception cref="ArgumentException">The span does not have d / 8 bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No vector has this id.</exception>
    /// <exception cref="NotSupportedException">The type does not know where an id is stored.</exception>
    public void Reconstruct(long id, Span<byte> vector)
    {
        CheckUse();
        Guard.Length(vector.Length, CodeSize, "the vector", nameof(vector));
        ReconstructCore(id, vector);
        CheckUsed();
    }

    /// <summary>Returns the stored vector: d / 8 bytes.</summary>
    /// <param name="id">Id of a stored vector.</param>
    /// <inheritdoc cref="Reconstruct(long, Span{byte})" path="/exception"/>
    public byte[] Reconstruct(long id)
    {
        var vector = new byte[CodeSize];
        Reconstruct(id, vector);
        return vector;
    }

    private protected abstract void SearchCore(Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options);

    private protected abstract RangeSearchResult<int> RangeSearchCore(Rows<byte> queries, int radius, SearchOptions options);

    private protected abstract void ReconstructCore(long id, Span<byte> vector);

    private int CheckQueries(ReadOnlySpan<byte> queries, SearchOptions options)
    {
        CheckUse();
        int count = Guard.RowCount(queries.Length, CodeSize, nameof(queries));
        Guard.Options(options, count);
        if (options.TargetRetention is not null)
            throw new NotSupportedException($"{nameof(SearchOptions.TargetRetention)} is for indexes of float vectors; a binary index has no depth of search that could be calibrated.");
        ThrowIfNotTrained();
        return count;
    }
}
