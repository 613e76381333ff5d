namespace FaissNet;

/// <summary>How two vectors are compared. The numbers are FAISS's <c>MetricType</c>.</summary>
public enum Metric
{
    /// <summary>Inner product Σ xᵢ·yᵢ; larger is nearer. For unit-length vectors this is the cosine.</summary>
    InnerProduct = 0,

    /// <summary>Squared Euclidean distance Σ (xᵢ − yᵢ)²; smaller is nearer. As in FAISS, no square root is taken.</summary>
    L2 = 1,
}
