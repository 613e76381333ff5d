using FaissNet.Storage;

namespace FaissNet;

public abstract partial class VectorIndex
{
    /// <summary>Finds the k nearest neighbours of each query and what their codes stand for. FAISS: <c>search_and_reconstruct</c>.</summary>
    /// <param name="queries">nq × d, row-major.</param>
    /// <param name="k">Neighbours per query, at least 1.</param>
    /// <param name="distances">Receives nq × k distances, best first.</param>
    /// <param name="ids">Receives nq × k ids; −1 where there are fewer than k.</param>
    /// <param name="vectors">Receives nq × k × d values; NaN where the id is −1.</param>
    /// <param name="options">nprobe, refine factor, filter, threads, cancellation.</param>
    /// <exception cref="NotSupportedException">The type cannot reconstruct, or cannot honour an option.</exception>
    /// <inheritdoc cref="Search(ReadOnlySpan{float}, int, Span{float}, Span{long}, SearchOptions)" path="/exception"/>
    public unsafe void SearchAndReconstruct(
        ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids, Span<float> vectors, SearchOptions? options = null)
    {
        options ??= SearchOptions.Default;
        int count = CheckQueries(queries, options);
        Guard.K(k);
        Guard.Length(distances.Length, (long)count * k, "the distances, queries × k", nameof(distances));
        Guard.Length(ids.Length, (long)count * k, "the ids, queries × k", nameof(ids));
        Guard.Length(vectors.Length, (long)count * k * Dimension, "the vectors, queries × k × dimension", nameof(vectors));
        options = Retained(options, k);
        options.CancellationToken.ThrowIfCancellationRequested();
        if (count == 0)
            return;
        fixed (float* queryPointer = queries)
        fixed (float* distancePointer = distances)
        fixed (long* idPointer = ids)
        fixed (float* vectorPointer = vectors)
        {
            var found = new Rows<long>(idPointer, count, k);
            var values = new Rows<float>(vectorPointer, (long)count * k, Dimension);
            SearchAndReconstructCore(
                new Rows<float>(queryPointer, count, Dimension), new Rows<float>(distancePointer, count, k), found, values, options);
            for (long i = 0; i < values.Count; i++)
            {
                // All bits set, as FAISS fills them.
                if (idPointer[i] < 0)
                    values[i].Fill(BitConverter.UInt32BitsToSingle(uint.MaxValue));
            }
        }
        CheckUsed();
    }

    /// <summary>Finds the k nearest neighbours of each query and what their codes stand for, in new arrays.</summary>
    /// <param name="queries">nq × d, row-major.</param>
    /// <param name="k">Neighbours per query, at least 1.</param>
    /// <param name="vectors">Receives nq × k × d values; NaN where the id is −1.</param>
    /// <param name="options">nprobe, refine factor, filter, threads, cancellation.</param>
    /// <inheritdoc cref="SearchAndReconstruct(ReadOnlySpan{float}, int, Span{float}, Span{long}, Span{float}, SearchOptions)" path="/exception"/>
    public SearchResult<float> SearchAndReconstruct(ReadOnlySpan<float> queries, int k, out float[] vectors, SearchOptions? options = null)
    {
        Guard.K(k);
        int count = Guard.RowCount(queries.Length, Dimension, nameof(queries));
        var result = new SearchResult<float>(k, new float[checked(count * k)], new long[checked(count * k)]);
        vectors = new float[checked(count * k * Dimension)];
        SearchAndReconstruct(queries, k, result.Distances, result.Ids, vectors, options);
        return result;
    }

    internal void SearchAndReconstructInner(
        Rows<float> queries, Rows<float> distances, Rows<long> ids, Rows<float> vectors, SearchOptions options)
        => SearchAndReconstructCore(queries, distances, ids, vectors, options);

    /// <summary>To be overridden where an id does not say at once where its vector is. Rows whose id is negative may be left as they are.</summary>
    private protected virtual void SearchAndReconstructCore(
        Rows<float> queries, Rows<float> distances, Rows<long> ids, Rows<float> vectors, SearchOptions options)
    {
        SearchCore(queries, distances, ids, options);
        for (long i = 0; i < vectors.Count; i++)
        {
            long id = ids[i / ids.Width][(int)(i % ids.Width)];
            if (id >= 0)
                ReconstructCore(id, vectors[i]);
        }
    }
}
