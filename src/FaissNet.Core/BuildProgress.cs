namespace FaissNet;

/// <summary>How far a long operation (training, adding, saving) has come.</summary>
/// <param name="Stage">What is being done, in a few words: "coarse k-means", "product quantizer", "adding".</param>
/// <param name="Completed">Units done in this stage.</param>
/// <param name="Total">Units of this stage in all.</param>
public readonly record struct BuildProgress(string Stage, long Completed, long Total)
{
    /// <summary>Share of the stage that is done, 0 to 1.</summary>
    public double Fraction => Total <= 0 ? 1 : Math.Clamp((double)Completed / Total, 0, 1);
}
