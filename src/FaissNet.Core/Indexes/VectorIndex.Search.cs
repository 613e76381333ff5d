using FaissNet.Storage;

namespace FaissNet;

public abstract partial class VectorIndex
{
    /// <summary>Finds the k nearest neighbours of each query.</summary>
    /// <param name="queries">nq × d, row-major.</param>
    /// <param name="k">Neighbours per query, at least 1.</param>
    /// <param name="distances">Receives nq × k distances, best first.</param>
    /// <param name="ids">Receives nq × k ids, best first; −1 where there are fewer than k.</param>
    /// <param name="options">nprobe, refine factor, filter, threads, cancellation.</param>
    /// <exception cref="ArgumentException">Lengths do not match, k &lt; 1, or a value is not finite.</exception>
    /// <exception cref="InvalidOperationException">The index is not trained, or not calibrated to the retention asked for.</exception>
    /// <exception cref="NotSupportedException">The type cannot honour an option, e.g. a filter.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the outputs are undefined.</exception>
    public unsafe void Search(ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids, SearchOptions? options = null)
    {
        options ??= SearchOptions.Default;
        int count = CheckQueries(queries, options);
        Guard.K(k);
        Guard.Length(distances.Length, (long)count * k, "the distances, queries × k", nameof(distances));
        Guard.Length(ids.Length, (long)count * k, "the ids, queries × k", nameof(ids));
        options = Retained(options, k);
        options.CancellationToken.ThrowIfCancellationRequested();
        if (count == 0)
            return;
        fixed (float* queryPointer = queries)
        fixed (float* distancePointer = distances)
        fixed (long* idPointer = ids)
        {
            SearchCore(
                new Rows<float>(queryPointer, count, Dimension),
                new Rows<float>(distancePointer, count, k),
                new Rows<long>(idPointer, count, k),
                options);
        }
        CheckUsed();
    }

    /// <summary>Finds the k nearest neighbours of each query and returns them in new arrays.</summary>
    /// <param name="queries">nq × d, row-major.</param>
    /// <param name="k">Neighbours per query, at least 1.</param>
    /// <param name="options">nprobe, refine factor, filter, threads, cancellation.</param>
    /// <inheritdoc cref="Search(ReadOnlySpan{float}, int, Span{float}, Span{long}, SearchOptions)" path="/exception"/>
    public SearchResult<float> Search(ReadOnlySpan<float> queries, int k, SearchOptions? options = null)
    {
        Guard.K(k);
        int count = Guard.RowCount(queries.Length, Dimension, nameof(queries));
        var result = new SearchResult<float>(k, new float[checked(count * k)], new long[checked(count * k)]);
        Search(queries, k, result.Distances, result.Ids, options);
        return result;
    }

    /// <summary>Finds all vectors nearer than a radius: distance &lt; radius for L2, score &gt; radius for the inner product.</summary>
    /// <param name="queries">nq × d, row-major.</param>
    /// <param name="radius">The limit, in the unit of the metric (L2 is squared); not included.</param>
    /// <param name="options">nprobe, filter, threads, cancellation.</param>
    /// <returns>Neighbours in the order in which they were met, as FAISS gives them: not sorted.</returns>
    /// <exception cref="ArgumentException">The length is not a multiple of d, or a value is NaN.</exception>
    /// <exception cref="InvalidOperationException">The index is not trained.</exception>
    /// <exception cref="NotSupportedException">The type has no range search.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public unsafe RangeSearchResult<float> RangeSearch(ReadOnlySpan<float> queries, float radius, SearchOptions? options = null)
    {
        options ??= SearchOptions.Default;
        int count = CheckQueries(queries, options);
        Guard.Radius(radius);
        options.CancellationToken.ThrowIfCancellationRequested();
        fixed (float* queryPointer = queries)
        {
            RangeSearchResult<float> result = RangeSearchCore(new Rows<float>(queryPointer, count, Dimension), radius, options);
            CheckUsed();
            return result;
        }
    }

    /// <summary>Writes the vector that the stored code stands for.</summary>
    /// <param name="id">Id of a stored vector.</param>
    /// <param name="vector">Receives d values.</param>
    /// <exception cref="ArgumentException">The span does not have d values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No vector has this id.</exception>
    /// <exception cref="NotSupportedException">The type does not know where an id is stored.</exception>
    public void Reconstruct(long id, Span<float> vector)
    {
        CheckUse();
        Guard.Length(vector.Length, Dimension, "the vector", nameof(vector));
        ReconstructCore(id, vector);
        CheckUsed();
    }

    /// <summary>Returns the vector that the stored code stands for: d values.</summary>
    /// <param name="id">Id of a stored vector.</param>
    /// <inheritdoc cref="Reconstruct(long, Span{float})" path="/exception"/>
    public float[] Reconstruct(long id)
    {
        var vector = new float[Dimension];
        Reconstruct(id, vector);
        return vector;
    }

    private protected abstract void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options);

    private protected abstract RangeSearchResult<float> RangeSearchCore(Rows<float> queries, float radius, SearchOptions options);

    private protected abstract void ReconstructCore(long id, Span<float> vector);

    private int CheckQueries(ReadOnlySpan<float> queries, SearchOptions options)
    {
        CheckUse();
        int count = Guard.RowCount(queries.Length, Dimension, nameof(queries));
        Guard.Finite(queries, Dimension, nameof(queries));
        Guard.Options(options, count);
        ThrowIfNotTrained();
        return count;
    }
}
