namespace FaissNet.Kernels;

/// <summary>
/// The heaps of a batch: row r's heap is the k scores and k ids at slot r, or at <c>slots[r]</c> where queries are grouped by list. Or, instead, rows of
/// <see cref="TopKReservoir"/>.
/// </summary>
internal readonly unsafe struct TopKRows
{
    /// <summary>Describes heaps that the caller has initialized.</summary>
    /// <param name="scores">Rows of k scores.</param>
    /// <param name="ids">Rows of k ids.</param>
    /// <param name="k">Results per row.</param>
    /// <param name="slots">The heap of each row, or null when row r has heap r.</param>
    /// <param name="bias">A number to add to every score of a row (a coarse inner product), or null.</param>
    public TopKRows(float* scores, long* ids, int k, int* slots = null, float* bias = null)
    {
        Scores = scores;
        Ids = ids;
        K = k;
        Slots = slots;
        Bias = bias;
    }

    private TopKRows(float* scores, long* ids, int width, int reservoir)
        : this(scores, ids, width)
    {
        Reservoir = reservoir;
    }

    /// <summary>Rows of <see cref="TopKReservoir"/> for <paramref name="k"/> results, initialized by the caller.</summary>
    public static TopKRows OfReservoirs(float* scores, long* ids, int k) => new(scores, ids, TopKReservoir.Width(k), k);

    /// <summary>Rows of k scores.</summary>
    public float* Scores { get; }

    /// <summary>Rows of k ids.</summary>
    public long* Ids { get; }

    /// <summary>Results per row; the scores of a row in all where they are reservoirs.</summary>
    public int K { get; }

    /// <summary>Results that reservoirs keep, or 0 for heaps.</summary>
    public int Reservoir { get; }

    /// <summary>The heap of each row, or null.</summary>
    public int* Slots { get; }

    /// <summary>What is added to each score of a row, or null.</summary>
    public float* Bias { get; }
}
