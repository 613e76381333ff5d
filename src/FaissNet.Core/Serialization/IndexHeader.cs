namespace FaissNet.Serialization;

/// <summary>What FAISS writes in front of every index.</summary>
/// <param name="Dimension">d; in bits for binary indexes.</param>
/// <param name="Count">ntotal.</param>
/// <param name="IsTrained">is_trained.</param>
/// <param name="MetricType">FAISS's MetricType.</param>
internal readonly record struct IndexHeader(int Dimension, long Count, bool IsTrained, int MetricType)
{
    /// <summary>The metric of an index that the managed engine reads; only meaningful for 0 and 1.</summary>
    public Metric Metric => (Metric)MetricType;

    public static string? MetricName(int metricType) => metricType switch
    {
        0 => "InnerProduct",
        1 => "L2",
        2 => "L1",
        3 => "Linf",
        4 => "Lp",
        20 => "Canberra",
        21 => "BrayCurtis",
        22 => "JensenShannon",
        23 => "Jaccard",
        24 => "NaNEuclidean",
        25 => "Gower",
        _ => null,
    };
}
