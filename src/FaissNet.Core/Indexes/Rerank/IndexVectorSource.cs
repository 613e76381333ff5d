namespace FaissNet;

/// <summary>
/// The vectors of another index as a source: what <see cref="VectorIndex.Reconstruct(long, Span{float})"/> gives. A <c>Flat</c> or <c>SQfp16</c> index
/// that is mapped to its file (<see cref="LoadOptions.MemoryMap"/>) makes a source on disk of it.
/// </summary>
/// <remarks>Thread-safety: that of the index; whoever made the source disposes the index, after the last search.</remarks>
public sealed class IndexVectorSource : IVectorSource
{
    private readonly VectorIndex _index;

    /// <summary>Takes vectors from an index, which stays the caller's.</summary>
    /// <param name="index">An index that can reconstruct.</param>
    public IndexVectorSource(VectorIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        _index = index;
    }

    /// <inheritdoc/>
    public int Dimension => _index.Dimension;

    /// <inheritdoc/>
    public long Count => _index.Count;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The destination does not have ids × d values.</exception>
    public void Read(ReadOnlySpan<long> ids, Span<float> destination)
    {
        Guard.Length(destination.Length, (long)ids.Length * Dimension, "the vectors, ids × dimension", nameof(destination));
        for (int i = 0; i < ids.Length; i++)
            _index.Reconstruct(ids[i], destination.Slice(i * Dimension, Dimension));
    }
}
