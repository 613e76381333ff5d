using FaissNet.Storage;

namespace FaissNet;

public sealed partial class PqIndex
{
    /// <summary>FAISS's <c>ST_PQ</c>: asymmetric distances.</summary>
    internal const int SearchByTables = 0;

    /// <summary>FAISS's <c>ST_polysemous</c>.</summary>
    internal const int SearchPolysemous = 4;

    private int _searchType;
    private int _polysemousHt;

    /// <summary>
    /// Whether a search passes over codes in which <see cref="PolysemousHt"/> or more bits differ from the query's own code, which finds less and is
    /// worth something only after <see cref="PolysemousTraining"/>. Default false. It is saved. Range searches look at all codes, as FAISS's do.
    /// FAISS: <c>search_type</c> ST_polysemous.
    /// </summary>
    /// <exception cref="NotSupportedException">Codes are not of 8 bits, or the metric is not L2; FAISS has no such search either.</exception>
    public bool PolysemousSearch
    {
        get => _searchType == SearchPolysemous;
        set
        {
            if (value && !CanSearchPolysemous)
                throw new NotSupportedException($"Polysemous search needs codes of 8 bits and L2; {this} has not both.");
            SearchType = value ? SearchPolysemous : SearchByTables;
        }
    }

    /// <summary>
    /// The number of differing bits from which on <see cref="PolysemousSearch"/> passes a code over. Default M · nbits + 1, which lets all through. It is
    /// saved. FAISS: <c>polysemous_ht</c>.
    /// </summary>
    public int PolysemousHt
    {
        get => _polysemousHt;
        set
        {
            _polysemousHt = value;
            ForgetScanners();
        }
    }

    /// <summary>As files have it.</summary>
    internal int SearchType
    {
        get => _searchType;
        set
        {
            _searchType = value;
            ForgetScanners();
        }
    }

    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames => CanSearchPolysemous ? ["ht"] : [];

    private bool CanSearchPolysemous => NBits == 8 && Metric == Metric.L2;

    /// <summary>As FAISS: a threshold of all bits or more goes back to the plain search.</summary>
    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        if (name != "ht")
            return false;
        // Infinity stands for no threshold.
        bool isPlain = value >= 8 * CodeSize;
        int threshold = isPlain ? 0 : ParameterText.Whole(name, value, 0);
        if (!isPlain && !CanSearchPolysemous)
            throw new ArgumentException($"ht is for polysemous search, which needs codes of 8 bits and L2; {this} has not both.", "parameters");
        if (!apply)
            return true;
        PolysemousSearch = !isPlain;
        if (!isPlain)
            PolysemousHt = threshold;
        return true;
    }

    private protected override CodeScanner CreateScanner()
    {
        CodeScanner plain = new PqScanner(Quantizer, Metric, Codes.Layout);
        return PolysemousSearch ? new PolysemousScanner(plain, Quantizer, PolysemousHt, residualsOf: null, filtersRanges: false) : plain;
    }
}
