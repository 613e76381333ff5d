using FaissNet.Storage;
using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeVectorIndex
{
    private protected override VectorIndex CloneCore(BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        try
        {
            return new NativeVectorIndex(_handle.Clone(), _factory, Metric);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e);
        }
    }

    /// <summary>Also where an id map has no table of positions: FAISS looks for the ids then.</summary>
    private protected override void SearchAndReconstructCore(
        Rows<float> queries, Rows<float> distances, Rows<long> ids, Rows<float> vectors, SearchOptions options)
    {
        SearchCore(queries, distances, ids, options);
        try
        {
            for (long i = 0; i < vectors.Count; i++)
            {
                long id = ids[i / ids.Width][(int)(i % ids.Width)];
                if (id >= 0)
                    _handle.Reconstruct(id, vectors[i]);
            }
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e);
        }
    }

    /// <summary>
    /// What can be refused is refused before the first vector goes: ids and values have been checked, and a type that cannot remove says so
    /// first. From then on it is not cancelled. Only memory can run out while FAISS adds; then the vectors that were to be replaced are gone. Adding first does
    /// not help, because FAISS removes by id and would take the new ones out too, and a copy to change in its place would take the memory of the whole index.
    /// </summary>
    private protected override long UpdateCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        if (!SupportsIds)
            throw new NotSupportedException($"{Description} cannot replace vectors.");
        if (ids.IsEmpty)
            return 0;
        options.CancellationToken.ThrowIfCancellationRequested();
        long removed = RemoveCore(IdFilter.Of(ids.AsSpan()));
        AddCore(vectors, ids, options with { CancellationToken = CancellationToken.None });
        return removed;
    }
}
