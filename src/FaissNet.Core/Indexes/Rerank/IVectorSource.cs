namespace FaissNet;

/// <summary>
/// Vectors that the caller keeps, in memory, on disk or elsewhere, for a <see cref="BinaryRerankIndex"/> to compare candidates with.
/// </summary>
/// <remarks>
/// Thread-safety: searches read from several threads at once. A vector must be the one that was added to the index under its id: neither side can
/// check that for the other.
/// </remarks>
public interface IVectorSource
{
    /// <summary>Components of a vector.</summary>
    int Dimension { get; }

    /// <summary>Number of vectors. An index that numbers its vectors itself reads the ids below its own count.</summary>
    long Count { get; }

    /// <summary>Reads vectors.</summary>
    /// <param name="ids">Which vectors, in any order.</param>
    /// <param name="destination">Receives ids × d values, row-major, in the order of the ids.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no vector with an id.</exception>
    void Read(ReadOnlySpan<long> ids, Span<float> destination);
}
