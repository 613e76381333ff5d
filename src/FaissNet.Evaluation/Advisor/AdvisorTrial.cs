namespace FaissNet.Evaluation;

/// <summary>A candidate as the advisor measured it, with the setting of its search that fits the limits best.</summary>
public sealed record AdvisorTrial
{
    /// <summary>Its factory string for the whole data set.</summary>
    public required string Factory { get; init; }

    /// <summary>What kind of code it is: <c>float</c>, <c>scalar</c>, <c>product</c>, <c>binary</c> or <c>hybrid</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Inverted lists to visit; <c>null</c> where there are none.</summary>
    public int? NProbe { get; init; }

    /// <summary>Candidates to score again, as a multiple of k; <c>null</c> where none are.</summary>
    public float? RefineFactor { get; init; }

    /// <summary>Bytes of a code: <see cref="VectorIndex.CodeSize"/>.</summary>
    public required double BytesPerVector { get; init; }

    /// <summary>Bytes of the index with all vectors, estimated from its files with none and with the sample.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Milliseconds of one query alone on one thread, the median, scaled to all vectors.</summary>
    public required double Latency { get; init; }

    /// <summary>The metrics.</summary>
    public required RetrievalMetrics Metrics { get; init; }

    /// <summary>Retention in the metric that counts, with its 95 % interval of the paired comparison.</summary>
    public required ConfidenceInterval Retention { get; init; }

    /// <summary>Stored vectors that it was measured on.</summary>
    public required long VectorCount { get; init; }

    /// <summary>The limits that it breaks.</summary>
    public IReadOnlyList<AdvisorLimit> Breaks { get; init; } = [];

    /// <summary>Its factory string and search setting.</summary>
    public override string ToString()
    {
        string parameters = new SearchEffort(NProbe, RefineFactor).Parameters;
        return parameters.Length == 0 ? Factory : $"{Factory} ({parameters})";
    }
}
