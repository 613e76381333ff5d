using FaissNet.Storage;

namespace FaissNet;

/// <summary>What indexes that are made of other indexes call: the work without the checks, which the outer index has made already.</summary>
public abstract partial class BinaryIndex
{
    internal void TrainInner(Rows<byte> vectors, BuildOptions options) => TrainCore(vectors, options);

    internal void AddInner(Rows<byte> vectors, BuildOptions options) => AddCore(vectors, default, options);

    internal void SearchInner(Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
        => SearchCore(queries, distances, ids, options);

    internal RangeSearchResult<int> RangeSearchInner(Rows<byte> queries, int radius, SearchOptions options)
        => RangeSearchCore(queries, radius, options);

    internal void ReconstructInner(long id, Span<byte> vector) => ReconstructCore(id, vector);

    internal long RemoveInner(IdFilter filter) => RemoveCore(filter);

    internal void MergeInner(BinaryIndex other, long idShift) => MergeCore(other, idShift);

    internal void ResetInner() => ResetCore();

    internal void ShrinkInner() => ShrinkCore();

    internal void CopySettingsInner(BinaryIndex copy) => CopySettings(copy);

    /// <summary>
    /// Puts what the file has in the order of a hash table, if there is such, into the order of the hashes, so that two indexes that mean the same save the
    /// same bytes.
    /// </summary>
    /// <returns>Whether there is anything of the kind: if so, FAISS saves it in any order.</returns>
    internal virtual bool SortHashes() => false;

    /// <summary>Throws where the two cannot be merged, before anything has changed.</summary>
    internal virtual void RequireMergeable(BinaryIndex other, long idShift)
        => throw new NotSupportedException($"Indexes of the type {Description} cannot be merged.");

    /// <summary><paramref name="other"/> as the type of <paramref name="self"/>.</summary>
    private protected static T SameType<T>(T self, BinaryIndex other)
        where T : BinaryIndex
        => other is T same
            ? same
            : throw new ArgumentException($"Cannot merge {other} into {self}: the types must be equal.", nameof(other));

    private protected void RequireNoShift(long idShift)
    {
        if (idShift != 0)
            throw new ArgumentException($"{Description} numbers its vectors itself, so the id shift must be 0, not {idShift}.", nameof(idShift));
    }
}
