namespace FaissNet.Kernels;

/// <summary>What becomes of the inner products of a tile while they are still in registers.</summary>
internal interface ITileSink<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Whether sums begin at the panel's bias instead of zero, so that ranking needs no further arithmetic.</summary>
    static abstract bool StartsAtBias { get; }

    /// <summary>Rows [<paramref name="firstRow"/>, +<paramref name="count"/>) are about to meet every block.</summary>
    void Begin(long firstRow, int count);

    /// <summary>Two vectors of sums of one row; <paramref name="column"/> is the number of the first.</summary>
    void Accept2(long row, long column, TVector v0, TVector v1);

    /// <summary>Four vectors of sums of one row; <paramref name="column"/> is the number of the first.</summary>
    void Accept4(long row, long column, TVector v0, TVector v1, TVector v2, TVector v3);

    /// <summary>The rows of the last <see cref="Begin"/> have met every block.</summary>
    void End();
}
