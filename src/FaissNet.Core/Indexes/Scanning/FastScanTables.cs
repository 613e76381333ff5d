using FaissNet.Kernels;

namespace FaissNet;

/// <summary>Keeps the centroids of a 4-bit product quantizer as searches want them, made at the first search. Safe for concurrent searches.</summary>
internal sealed class FastScanTables
{
    private FastScanTable? _table;

    public FastScanTable Of(ProductQuantizer quantizer) => _table ?? First(quantizer);

    /// <summary>To be called when the centroids change or are no longer needed.</summary>
    public void Forget()
    {
        _table?.Dispose();
        _table = null;
    }

    /// <summary>Apart from <see cref="Of"/>, which would allocate what the lambda captures at every call.</summary>
    private FastScanTable First(ProductQuantizer quantizer)
        => LazyInitializer.EnsureInitialized(ref _table, () => Make(quantizer));

    private static unsafe FastScanTable Make(ProductQuantizer quantizer)
        => new(quantizer.Centroids.Pointer, quantizer.M, quantizer.DSub);
}
