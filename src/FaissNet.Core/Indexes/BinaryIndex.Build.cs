using FaissNet.Storage;

namespace FaissNet;

public abstract partial class BinaryIndex
{
    /// <summary>Learns what the index needs from a sample. Does nothing where there is nothing to learn.</summary>
    /// <param name="vectors">n × d / 8 bytes.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of d / 8.</exception>
    /// <exception cref="InvalidOperationException">The index holds vectors already.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the index is as it was.</exception>
    public unsafe void Train(ReadOnlySpan<byte> vectors, BuildOptions? options = null)
    {
        CheckChange();
        int count = Guard.RowCount(vectors.Length, CodeSize, nameof(vectors));
        if (Count > 0)
            throw new InvalidOperationException($"The index holds {Count} vectors already; reset it before training it again.");
        fixed (byte* pointer = vectors)
            TrainCore(new Rows<byte>(pointer, count, CodeSize), options ?? BuildOptions.Default);
    }

    /// <summary>Adds vectors under the next free ids: Count, Count + 1, …</summary>
    /// <param name="vectors">n × d / 8 bytes.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of d / 8.</exception>
    /// <exception cref="InvalidOperationException">The index is not trained.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the index is as it was.</exception>
    public unsafe void Add(ReadOnlySpan<byte> vectors, BuildOptions? options = null)
    {
        int count = CheckAdd(vectors);
        fixed (byte* pointer = vectors)
            AddCore(new Rows<byte>(pointer, count, CodeSize), default, options ?? BuildOptions.Default);
    }

    /// <summary>Adds vectors under the caller's ids; −1 is not allowed.</summary>
    /// <param name="vectors">n × d / 8 bytes.</param>
    /// <param name="ids">n ids.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">Lengths do not match, or an id is −1.</exception>
    /// <exception cref="InvalidOperationException">The index is not trained.</exception>
    /// <exception cref="NotSupportedException">The type numbers its vectors itself.</exception>
    public unsafe void AddWithIds(ReadOnlySpan<byte> vectors, ReadOnlySpan<long> ids, BuildOptions? options = null)
    {
        int count = CheckAdd(vectors);
        Guard.Length(ids.Length, count, "the ids, one per vector", nameof(ids));
        if (ids.Contains(-1))
            throw new ArgumentException("The id −1 means \"missing\" in results and cannot be stored.", nameof(ids));
        if (!SupportsIds)
            throw new NotSupportedException($"{Description} numbers its vectors itself and cannot store ids.");
        if (count == 0)
            return;
        fixed (byte* pointer = vectors)
        fixed (long* idPointer = ids)
            AddCore(new Rows<byte>(pointer, count, CodeSize), new Rows<long>(idPointer, count, 1), options ?? BuildOptions.Default);
    }

    /// <summary>Removes the vectors whose id the filter contains; flat types renumber the rest.</summary>
    /// <returns>How many were removed.</returns>
    /// <exception cref="NotSupportedException">The type cannot remove.</exception>
    public long Remove(IdFilter filter)
    {
        CheckChange();
        ArgumentNullException.ThrowIfNull(filter);
        return RemoveCore(filter);
    }

    /// <summary>Moves all vectors of <paramref name="other"/> into this index; <paramref name="other"/> is left empty.</summary>
    /// <param name="other">An index of the same type, dimension, engine and training.</param>
    /// <param name="idShift">Added to the ids of <paramref name="other"/>; must be 0 for types that number their vectors themselves.</param>
    /// <exception cref="ArgumentException">The two are not compatible.</exception>
    /// <exception cref="NotSupportedException">The type cannot merge.</exception>
    public void Merge(BinaryIndex other, long idShift = 0)
    {
        CheckChange();
        ArgumentNullException.ThrowIfNull(other);
        other.CheckChange();
        if (ReferenceEquals(this, other))
            throw new ArgumentException("An index cannot be merged into itself.", nameof(other));
        if (other.Engine != Engine)
            throw new ArgumentException($"Cannot merge an index of the {other.Engine} engine into one of the {Engine} engine.", nameof(other));
        if (other.Dimension != Dimension)
            throw new ArgumentException($"Cannot merge {other} into {this}: the dimension must be equal.", nameof(other));
        MergeCore(other, idShift);
    }

    /// <summary>Removes all vectors and keeps the training.</summary>
    public void Reset()
    {
        CheckChange();
        ResetCore();
    }

    private protected virtual bool SupportsIds => false;

    private protected abstract void TrainCore(Rows<byte> vectors, BuildOptions options);

    /// <param name="vectors">n × d / 8.</param>
    /// <param name="ids">n × 1, or the default (null pointer) to number them from <see cref="Count"/> on.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    private protected abstract void AddCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options);

    private protected abstract long RemoveCore(IdFilter filter);

    private protected abstract void MergeCore(BinaryIndex other, long idShift);

    private protected abstract void ResetCore();

    private int CheckAdd(ReadOnlySpan<byte> vectors)
    {
        CheckChange();
        int count = Guard.RowCount(vectors.Length, CodeSize, nameof(vectors));
        ThrowIfNotTrained();
        return count;
    }
}
