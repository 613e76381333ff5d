namespace FaissNet;

/// <summary>What a <see cref="SignQuantizer"/> compares each component with.</summary>
public enum SignThreshold
{
    /// <summary>Zero; needs no training.</summary>
    Zero = 0,

    /// <summary>The mean of the component over the training sample.</summary>
    Mean = 1,

    /// <summary>
    /// The median of the component over the training sample, so that each bit is set in half of it. FAISS: <c>IndexLSH::train_thresholds</c>.
    /// </summary>
    Median = 2,
}
