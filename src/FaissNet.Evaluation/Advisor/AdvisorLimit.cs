namespace FaissNet.Evaluation;

/// <summary>What a recommendation may be limited by.</summary>
public enum AdvisorLimit
{
    /// <summary><see cref="AdvisorOptions.MaxBytes"/>.</summary>
    Bytes,

    /// <summary><see cref="AdvisorOptions.MinRetention"/>.</summary>
    Retention,

    /// <summary><see cref="AdvisorOptions.MaxLatency"/>.</summary>
    Latency,

    /// <summary><see cref="AdvisorOptions.MaxMemory"/>.</summary>
    Memory,
}
