using FaissNet.Storage;

namespace FaissNet;

public abstract partial class BinaryIndex
{
    /// <summary>Finds the k nearest neighbours of each query and the vectors themselves. FAISS: <c>search_and_reconstruct</c>.</summary>
    /// <param name="queries">nq × d / 8 bytes.</param>
    /// <param name="k">Neighbours per query, at least 1.</param>
    /// <param name="distances">Receives nq × k numbers of differing bits, smallest first.</param>
    /// <param name="ids">Receives nq × k ids; −1 where there are fewer than k.</param>
    /// <param name="vectors">Receives nq × k × d / 8 bytes; all bits are set where the id is −1.</param>
    /// <param name="options">nprobe, filter, threads, cancellation.</param>
    /// <inheritdoc cref="Search(ReadOnlySpan{byte}, int, Span{int}, Span{long}, SearchOptions)" path="/exception"/>
    public unsafe void SearchAndReconstruct(
        ReadOnlySpan<byte> queries, int k, Span<int> distances, Span<long> ids, Span<byte> vectors, SearchOptions? options = null)
    {
        Guard.K(k);
        int count = Guard.RowCount(queries.Length, CodeSize, nameof(queries));
        Guard.Length(vectors.Length, (long)count * k * CodeSize, "the vectors, queries × k × code size", nameof(vectors));
        Search(queries, k, distances, ids, options);
        fixed (byte* pointer = vectors)
            ReconstructFound(ids, new Rows<byte>(pointer, (long)count * k, CodeSize));
        CheckUsed();
    }

    /// <summary>Finds the k nearest neighbours of each query and the vectors themselves, in new arrays.</summary>
    /// <param name="queries">nq × d / 8 bytes.</param>
    /// <param name="k">Neighbours per query, at least 1.</param>
    /// <param name="vectors">Receives nq × k × d / 8 bytes; all bits are set where the id is −1.</param>
    /// <param name="options">nprobe, filter, threads, cancellation.</param>
    /// <inheritdoc cref="Search(ReadOnlySpan{byte}, int, Span{int}, Span{long}, SearchOptions)" path="/exception"/>
    public SearchResult<int> SearchAndReconstruct(ReadOnlySpan<byte> queries, int k, out byte[] vectors, SearchOptions? options = null)
    {
        Guard.K(k);
        int count = Guard.RowCount(queries.Length, CodeSize, nameof(queries));
        var result = new SearchResult<int>(k, new int[checked(count * k)], new long[checked(count * k)]);
        vectors = new byte[checked(count * k * CodeSize)];
        SearchAndReconstruct(queries, k, result.Distances, result.Ids, vectors, options);
        return result;
    }

    private void ReconstructFound(ReadOnlySpan<long> ids, Rows<byte> vectors)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] >= 0)
                ReconstructCore(ids[i], vectors[i]);
            else
                vectors[i].Fill(byte.MaxValue);
        }
    }
}
