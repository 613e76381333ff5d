namespace FaissNet.Native;

/// <summary>
/// Sizes of the blocks between which a native call can be cancelled. Multiples of FAISS's own, so that the results are the same.
/// </summary>
internal static class NativeBlocks
{
    /// <summary>FAISS searches, and assigns vectors to lists, in blocks of 4,096 queries.</summary>
    private const int QueryBlock = 4096;

    /// <summary>
    /// FAISS encodes product-quantizer codes of inverted files in blocks of 32,768 vectors, and of such a block it adds all or, stopped, nothing.
    /// </summary>
    private const int VectorBlock = 32768;

    public static long Queries(long count, CancellationToken cancellationToken)
        => cancellationToken.CanBeCanceled ? Math.Min(count, QueryBlock) : count;

    public static long Vectors(long count, BuildOptions options)
        => options.CancellationToken.CanBeCanceled || options.Progress is not null ? Math.Min(count, VectorBlock) : count;
}
