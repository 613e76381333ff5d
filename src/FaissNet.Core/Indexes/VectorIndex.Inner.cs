using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <content>What an index that is built around another one calls on it, with arguments that have been checked already.</content>
public abstract partial class VectorIndex
{
    internal void TrainInner(Rows<float> vectors, BuildOptions options) => TrainCore(vectors, options);

    internal void AddInner(Rows<float> vectors, Rows<long> ids, BuildOptions options) => AddCore(vectors, ids, options);

    internal long RemoveInner(IdFilter filter) => RemoveCore(filter);

    internal void MergeInner(VectorIndex other, long idShift) => MergeCore(other, idShift);

    internal void ResetInner() => ResetCore();

    internal void SearchInner(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
        => SearchCore(queries, distances, ids, options);

    internal RangeSearchResult<float> RangeSearchInner(Rows<float> queries, float radius, SearchOptions options)
        => RangeSearchCore(queries, radius, options);

    internal void ReconstructInner(long id, Span<float> vector) => ReconstructCore(id, vector);

    internal void EncodeInner(Rows<float> vectors, Rows<byte> codes, BuildOptions options) => EncodeCore(vectors, codes, options);

    internal void DecodeInner(Rows<byte> codes, Rows<float> vectors, BuildOptions options) => DecodeCore(codes, vectors, options);

    /// <summary>Whether ids of the caller's can be stored.</summary>
    internal bool StoresIds => SupportsIds;

    /// <summary>What this index can do; a type that can do more or less than most overrides it.</summary>
    internal virtual IndexOperations Operations => IndexOperations.Usual | (SupportsIds ? IndexOperations.AddWithIds : IndexOperations.None);

    internal long UpdateInner(Rows<float> vectors, Rows<long> ids, BuildOptions options) => UpdateCore(vectors, ids, options);

    /// <summary>The index that holds the vectors, behind whatever only changes them on their way to it.</summary>
    internal virtual VectorIndex Store => this;

    /// <summary>Throws what merging would throw, before anything has changed. An index over others asks all of them first.</summary>
    internal virtual void RequireMergeable(VectorIndex other, long idShift)
    {
    }

    /// <summary>
    /// Distances of one query to stored vectors, as exactly as the codes allow; where an id is −1 the distance is left as it is. FAISS:
    /// <c>DistanceComputer</c>.
    /// </summary>
    /// <param name="query">d values.</param>
    /// <param name="ids">Which vectors.</param>
    /// <param name="distances">Receives one distance per id.</param>
    /// <param name="options">What the search was asked with.</param>
    internal virtual unsafe void DistancesTo(float* query, ReadOnlySpan<long> ids, Span<float> distances, SearchOptions options)
    {
        using var vector = new Scratch<float>(1, Dimension);
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] < 0)
                continue;
            ReconstructCore(ids[i], vector.Rows[0]);
            distances[i] = Metric == Metric.L2
                ? VectorDistance.L2Squared(query, vector.Pointer, Dimension)
                : VectorDistance.InnerProduct(query, vector.Pointer, Dimension);
        }
    }
}
