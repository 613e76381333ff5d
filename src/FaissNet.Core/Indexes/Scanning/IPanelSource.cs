using FaissNet.Kernels;

namespace FaissNet;

/// <summary>Stored vectors that can be laid out for the distance tile, a block at a time: floats as they are, codes decoded.</summary>
internal interface IPanelSource
{
    /// <summary>Number of stored vectors.</summary>
    long Count { get; }

    /// <summary>Components of each.</summary>
    int Dimension { get; }

    /// <summary>Lays out the vectors from <paramref name="start"/> on. Called from several threads at once, with different panels.</summary>
    void Pack(PackedPanel panel, long start, int count);
}
