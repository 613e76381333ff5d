namespace FaissNet.Evaluation;

/// <summary>What is best among indexes that keep to all limits.</summary>
public enum AdvisorPreference
{
    /// <summary><see cref="Quality"/> where bytes or memory are limited, else <see cref="Size"/>.</summary>
    Automatic,

    /// <summary>The largest retention; what is within half a percent of it counts as equal, and then size and latency decide.</summary>
    Quality,

    /// <summary>The fewest bytes per vector, then retention.</summary>
    Size,

    /// <summary>The shortest latency, then size.</summary>
    Speed,
}
