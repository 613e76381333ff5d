using FaissNet.Storage;

namespace FaissNet;

public sealed partial class IvfPqIndex
{
    /// <summary>Bytes that the tables of all lists may take together; FAISS's number.</summary>
    private const long MaxPrecomputedBytes = 1L << 31;

    private AlignedBuffer<float>? _precomputed;

    /// <summary>Whether each list has a table of ‖r‖² + 2⟨c, r⟩ for all centroids of the product quantizer. FAISS: <c>use_precomputed_table</c> 1.</summary>
    internal bool HasPrecomputedTables => _precomputed is not null;

    private long TableLength => (long)M * Quantizer.KSub;

    /// <summary>Small tables are no burden; scanning codes of other widths takes longer than bringing them.</summary>
    private protected override int QueryTableLength => HasPrecomputedTables && NBits == 8 && PolysemousHt == 0 ? (int)TableLength : 0;

    private protected override void OnTrained()
    {
        _precomputed?.Dispose();
        _precomputed = null;
        // What the tables complete is the L2 distance that the coarse search has found.
        bool useful = IsTrained && ByResidual && Metric == Metric.L2 && CoarseQuantizer.Metric == Metric.L2;
        if (useful && TableLength * NList * sizeof(float) <= MaxPrecomputedBytes)
            _precomputed = IvfPqTables.Precompute(Quantizer, Centroids);
    }

    private protected override CodeScanner CreateScanner()
    {
        CodeScanner plain = ByResidual ? new IvfPqScanner(this, _precomputed) : new PqScanner(Quantizer, Metric, Lists.Layout, hasLists: true);
        return PolysemousHt > 0
            ? new PolysemousScanner(plain, Quantizer, PolysemousHt, ByResidual ? this : null, filtersRanges: true)
            : plain;
    }

    private protected override void DisposeCore()
    {
        _precomputed?.Dispose();
        base.DisposeCore();
    }
}
