using System.Text.Json.Serialization;

namespace FaissNet.Evaluation;

/// <summary>The index that a <see cref="QualityCard"/> is about.</summary>
public sealed record QualityIndex
{
    /// <summary>Its factory string.</summary>
    public required string Factory { get; init; }

    /// <summary>How vectors are compared: <c>l2</c> or <c>inner_product</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>Components of a vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>Stored vectors.</summary>
    public required long Count { get; init; }

    /// <summary>Bytes of a code.</summary>
    public required double BytesPerVector { get; init; }

    /// <summary>Bytes of the file without the card.</summary>
    public long? FileBytes { get; init; }

    /// <summary>Inverted lists that were visited; <c>null</c> where the index has none or its own number held.</summary>
    [JsonPropertyName("nprobe")]
    public int? NProbe { get; init; }

    /// <summary>Candidates that were scored again, as a multiple of k; <c>null</c> where none were or the index's own number held.</summary>
    public float? RefineFactor { get; init; }

    internal static QualityIndex Of(VectorIndex index, SearchOptions search, long? fileBytes) => new()
    {
        Factory = index.Description,
        Metric = index.Metric == FaissNet.Metric.L2 ? "l2" : "inner_product",
        Dimension = index.Dimension,
        Count = index.Count,
        BytesPerVector = index.CodeSize,
        FileBytes = fileBytes,
        NProbe = search.NProbe,
        RefineFactor = search.RefineFactor,
    };
}
