using FaissNet.Storage;

namespace FaissNet;

public abstract partial class VectorIndex
{
    /// <summary>
    /// Puts vectors in the place of those that are stored under the same ids, as if they had been removed and added again, in one step: when it
    /// fails or is cancelled, the index is as it was. Where the index keeps ids of the caller, ids that are not stored yet are added; where it
    /// numbers its vectors itself, each id must exist. FAISS: <c>remove_ids</c> and <c>add_with_ids</c>, <c>update_vectors</c>.
    /// </summary>
    /// <remarks>
    /// The native engine replaces vectors only where the index keeps ids of the caller (inverted files and id maps). It has to take out before it
    /// adds: if the memory for adding runs out in between, what was to be replaced is gone and the rest is intact. The C# engine adds first.
    /// </remarks>
    /// <param name="vectors">n × d, row-major.</param>
    /// <param name="ids">n ids, no two equal.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <returns>How many stored vectors were replaced.</returns>
    /// <exception cref="ArgumentException">Lengths do not match, a value is not finite, an id is −1 or comes twice, or does not exist where it must.</exception>
    /// <exception cref="InvalidOperationException">The index is not trained, or is mapped.</exception>
    /// <exception cref="NotSupportedException">The type cannot replace vectors.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the index is as it was.</exception>
    public unsafe long Update(ReadOnlySpan<float> vectors, ReadOnlySpan<long> ids, BuildOptions? options = null)
    {
        options ??= BuildOptions.Default;
        int count = CheckAdd(vectors);
        Guard.Length(ids.Length, count, "the ids, one per vector", nameof(ids));
        Guard.DistinctIds(ids);
        options.CancellationToken.ThrowIfCancellationRequested();
        fixed (float* pointer = vectors)
        fixed (long* idPointer = ids)
            return UpdateCore(new Rows<float>(pointer, count, Dimension), new Rows<long>(idPointer, count, 1), options);
    }

    /// <summary>To be overridden by types that can do it.</summary>
    private protected virtual long UpdateCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
        => throw new NotSupportedException($"{Description} cannot replace vectors.");
}
