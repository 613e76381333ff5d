namespace FaissNet;

/// <summary>What a <see cref="BinaryRerankIndex"/> is made of.</summary>
public sealed record BinaryRerankOptions
{
    /// <summary>The options that apply where none are given.</summary>
    public static BinaryRerankOptions Default { get; } = new();

    /// <summary>
    /// What each component is compared with to become a bit. Default <see cref="SignThreshold.Mean"/>, which in FAISS's terms is a
    /// <c>CenteringTransform</c> in front of an <c>IndexLSH</c>; embeddings of images and texts lie far from zero in many components, whose signs would say
    /// nothing.
    /// </summary>
    public SignThreshold Threshold { get; init; } = SignThreshold.Mean;

    /// <summary>
    /// Applied before components become bits, to stored vectors and to queries: a rotation, <c>ITQ</c>, a projection, or several in a
    /// <see cref="TransformChain"/>. It becomes part of the index and is trained with it. <c>null</c> (the default) for none. The codes have as many bits
    /// as it has outputs.
    /// </summary>
    public VectorTransform? Transform { get; init; }

    /// <summary>
    /// What candidates are compared with, as a factory string: <c>Flat</c>, <c>SQ8</c>, <c>SQfp16</c> or another scalar or product code. Default <c>SQ8</c>.
    /// </summary>
    public string RefineCodes { get; init; } = "SQ8";

    /// <summary>See <see cref="BinaryRerankIndex.KFactor"/>. Default 10.</summary>
    public float KFactor { get; init; } = 10;
}
