namespace FaissNet.Kernels;

/// <summary>
/// One query of a fast scan. Its table of costs says for each sub-quantizer and code how much worse the code is than the query's best, in FAISS's
/// units of at most 255: what FAISS adds up for L2, and for the inner product the distance from the largest entry. So one scan serves both.
/// </summary>
internal unsafe struct FastScanQuery
{
    /// <summary>[M][16] costs, followed by zeros up to <see cref="FastScan.TableBytes"/>.</summary>
    public byte* Costs;

    /// <summary>The sum of the largest costs of all sub-quantizers.</summary>
    public int MostCost;

    /// <summary>Added to every score, as the quantized coarse distance of an inverted list.</summary>
    public int Bias;

    /// <summary>The k scores of the heap, in FAISS's units.</summary>
    public int* Scores;

    /// <summary>The k ids of the heap.</summary>
    public long* Ids;

    /// <summary>Results wanted.</summary>
    public int K;

    /// <summary>Scratch of the scan, <see cref="FastScan.TableBytes"/>: costs scaled so that what may still enter the heap fits into bytes.</summary>
    public byte* Bounds;

    /// <summary>Scratch of the scan: what costs were multiplied by, in 2⁻¹⁶; 0 for 1.</summary>
    public int Factor;

    /// <summary>Scratch of the scan: only sums of bounds below it may enter the heap.</summary>
    public int Limit;
}
