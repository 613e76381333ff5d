namespace FaissNet;

/// <summary>How one index file answers in both engines.</summary>
public sealed class VerificationReport
{
    internal VerificationReport(
        int queryCount,
        int k,
        double tolerance,
        double maxRelativeDifference,
        long idsDifferent,
        bool savedBytesEqual,
        IReadOnlyList<VerificationDifference> differences)
    {
        QueryCount = queryCount;
        K = k;
        Tolerance = tolerance;
        MaxRelativeDifference = maxRelativeDifference;
        IdsDifferent = idsDifferent;
        SavedBytesEqual = savedBytesEqual;
        Differences = differences;
    }

    /// <summary>
    /// Whether the engines agree: no id differs except in ties, no distance by more than <see cref="Tolerance"/>, and both save the same
    /// bytes.
    /// </summary>
    public bool Equal => Differences.Count == 0 && SavedBytesEqual;

    /// <summary>Number of queries compared.</summary>
    public int QueryCount { get; }

    /// <summary>Neighbours compared per query.</summary>
    public int K { get; }

    /// <summary>The relative difference of distances that is rounding: 1e-5, or 0 for Hamming distances.</summary>
    public double Tolerance { get; }

    /// <summary>
    /// The largest |a − b| / s over all places, where s is the larger magnitude of the two distances, but at least a tenth of the query's
    /// largest one and, for L2, the query's squared norm ‖q‖²: FAISS computes batches as ‖q‖² + ‖x‖² − 2⟨q, x⟩, whose rounding is of that
    /// size however small the distance is.
    /// </summary>
    public double MaxRelativeDifference { get; }

    /// <summary>Places where the ids differ although the distances are not tied within <see cref="Tolerance"/>.</summary>
    public long IdsDifferent { get; }

    /// <summary>Whether both engines, having loaded the file, save the same bytes.</summary>
    public bool SavedBytesEqual { get; }

    /// <summary>Every place where ids differ without a tie, or distances by more than <see cref="Tolerance"/>, in order.</summary>
    public IReadOnlyList<VerificationDifference> Differences { get; }

    /// <summary>The findings in one line.</summary>
    public override string ToString()
        => $"{(Equal ? "equal" : "different")}: {QueryCount} queries × {K}, largest relative difference {MaxRelativeDifference:G3}, "
        + $"{IdsDifferent} ids differ, saved bytes {(SavedBytesEqual ? "equal" : "differ")}";
}
