using FaissNet.Storage;

namespace FaissNet;

public abstract partial class VectorIndex
{
    /// <summary>Learns what the index needs to encode vectors (centroids, ranges) from a sample. Does nothing where there is nothing to learn.</summary>
    /// <param name="vectors">The sample, n × d, row-major. FAISS uses at most 256 vectors per centroid and warns below 39.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of d, a value is not finite, or there are fewer vectors than centroids.</exception>
    /// <exception cref="InvalidOperationException">The index holds vectors already: retraining would make their codes meaningless.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the index is as it was.</exception>
    public unsafe void Train(ReadOnlySpan<float> vectors, BuildOptions? options = null)
    {
        CheckChange();
        int count = Guard.RowCount(vectors.Length, Dimension, nameof(vectors));
        Guard.Finite(vectors, Dimension, nameof(vectors));
        options ??= BuildOptions.Default;
        Guard.Queries(options.Queries, Dimension);
        if (Count > 0)
            throw new InvalidOperationException($"The index holds {Count} vectors already; reset it before training it again.");
        fixed (float* pointer = vectors)
            TrainCore(new Rows<float>(pointer, count, Dimension), options);
    }

    /// <summary>Adds vectors under the next free ids: Count, Count + 1, …</summary>
    /// <param name="vectors">n × d, row-major.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of d, or a value is not finite.</exception>
    /// <exception cref="InvalidOperationException">The index is not trained, or it is an id map, which needs ids.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the index is as it was.</exception>
    public unsafe void Add(ReadOnlySpan<float> vectors, BuildOptions? options = null)
    {
        int count = CheckAdd(vectors);
        fixed (float* pointer = vectors)
            AddCore(new Rows<float>(pointer, count, Dimension), default, options ?? BuildOptions.Default);
    }

    /// <summary>Adds vectors under the caller's ids. Ids need not be unique; −1 is reserved for "missing" and not allowed.</summary>
    /// <param name="vectors">n × d, row-major.</param>
    /// <param name="ids">n ids.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">Lengths do not match, a value is not finite, or an id is −1.</exception>
    /// <exception cref="InvalidOperationException">The index is not trained.</exception>
    /// <exception cref="NotSupportedException">The type numbers its vectors itself; put <c>IDMap,</c> in front of its factory string.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the index is as it was.</exception>
    public unsafe void AddWithIds(ReadOnlySpan<float> vectors, ReadOnlySpan<long> ids, BuildOptions? options = null)
    {
        int count = CheckAdd(vectors);
        Guard.Length(ids.Length, count, "the ids, one per vector", nameof(ids));
        if (ids.Contains(-1))
            throw new ArgumentException("The id −1 means \"missing\" in results and cannot be stored.", nameof(ids));
        fixed (float* pointer = vectors)
        fixed (long* idPointer = ids)
        {
            // An empty batch pins as null, which AddCore would read as "number them yourself".
            if (count > 0)
                AddCore(new Rows<float>(pointer, count, Dimension), new Rows<long>(idPointer, count, 1), options ?? BuildOptions.Default);
            else if (!SupportsIds)
                throw IdsNotSupported();
        }
    }

    /// <summary>Removes the vectors whose id the filter contains. Flat types renumber the rest; inverted files keep their ids.</summary>
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
    /// <exception cref="ArgumentException">The two are not compatible; the sentence says in what.</exception>
    /// <exception cref="NotSupportedException">The type cannot merge.</exception>
    public void Merge(VectorIndex other, long idShift = 0)
    {
        CheckChange();
        ArgumentNullException.ThrowIfNull(other);
        other.CheckChange();
        if (ReferenceEquals(this, other))
            throw new ArgumentException("An index cannot be merged into itself.", nameof(other));
        if (other.Engine != Engine)
            throw new ArgumentException($"Cannot merge an index of the {other.Engine} engine into one of the {Engine} engine.", nameof(other));
        if (other.Dimension != Dimension || other.Metric != Metric)
            throw new ArgumentException($"Cannot merge {other} into {this}: dimension and metric must be equal.", nameof(other));
        MergeCore(other, idShift);
    }

    /// <summary>Removes all vectors and keeps the training.</summary>
    public void Reset()
    {
        CheckChange();
        ResetCore();
    }

    private protected abstract void TrainCore(Rows<float> vectors, BuildOptions options);

    /// <summary>Whether <see cref="AddWithIds"/> is possible.</summary>
    private protected virtual bool SupportsIds => false;

    /// <param name="vectors">n × d.</param>
    /// <param name="ids">n × 1, or the default (null pointer) to number them from <see cref="Count"/> on.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    private protected abstract void AddCore(Rows<float> vectors, Rows<long> ids, BuildOptions options);

    private protected abstract long RemoveCore(IdFilter filter);

    private protected abstract void MergeCore(VectorIndex other, long idShift);

    private protected abstract void ResetCore();

    private protected NotSupportedException IdsNotSupported()
        => new($"{Description} numbers its vectors itself; use \"IDMap,{Description}\" to store ids of your own.");

    private int CheckAdd(ReadOnlySpan<float> vectors)
    {
        CheckChange();
        return CheckVectors(vectors);
    }

    private int CheckVectors(ReadOnlySpan<float> vectors)
    {
        CheckUse();
        int count = Guard.RowCount(vectors.Length, Dimension, nameof(vectors));
        Guard.Finite(vectors, Dimension, nameof(vectors));
        ThrowIfNotTrained();
        return count;
    }
}
