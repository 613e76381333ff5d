namespace FaissNet.Kernels;

/// <summary>What becomes of the inner products of a tile while they are still in registers.</summary>
/// <remarks>
/// The Accept methods are inlined into the register tiles. They must call nothing and need few registers, else the compiler keeps the tile's
/// accumulators in memory, which costs two thirds of its speed.
/// </remarks>
internal interface ITileSink<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Whether sums begin at the panel's bias instead of zero, so that ranking needs no further arithmetic.</summary>
    static abstract bool StartsAtBias { get; }

    /// <summary>Rows [<paramref name="firstRow"/>, +<paramref name="count"/>) are about to meet every block.</summary>
    void Begin(long firstRow, int count);

    /// <summary>Two vectors of sums of row <paramref name="firstRow"/> + <paramref name="place"/>; the first sum is of column <paramref name="column"/>.</summary>
    void Accept2(long firstRow, int place, long column, TVector v0, TVector v1);

    /// <summary>Four vectors of sums of row <paramref name="firstRow"/> + <paramref name="place"/>; the first sum is of column <paramref name="column"/>.</summary>
    void Accept4(long firstRow, int place, long column, TVector v0, TVector v1, TVector v2, TVector v3);

    /// <summary>The tile of <paramref name="count"/> rows is done; here is the place for calls and for work that needs registers.</summary>
    void Flush(long firstRow, int count, long column);

    /// <summary>The rows of the last <see cref="Begin"/> have met every block.</summary>
    void End();
}
