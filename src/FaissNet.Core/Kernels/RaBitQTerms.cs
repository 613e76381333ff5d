namespace FaissNet.Kernels;

/// <summary>
/// What a RaBitQ distance takes from the query. With u the sum of the query's numbers over the set signs of a code and p the number of those signs, the
/// estimated product is ((SumFactor · u + CountFactor · p) + Offset) · Scale.
/// </summary>
internal struct RaBitQTerms
{
    /// <summary>FAISS: <c>c1</c>; 4 for a centred query.</summary>
    public float SumFactor;

    /// <summary>FAISS: <c>c2</c>; −2 (2^qb − 1) for a centred query.</summary>
    public float CountFactor;

    /// <summary>FAISS: −<c>c34</c>; (2^qb − 1) d − 2 ΣQ for a centred query.</summary>
    public float Offset;

    /// <summary>1, or FAISS's <c>int_dot_scale</c> for a centred query.</summary>
    public float Scale;

    /// <summary>‖q − c‖². FAISS: <c>qr_to_c_L2sqr</c>.</summary>
    public float CenterDistance;

    /// <summary>‖q‖², for the inner product only. FAISS: <c>qr_norm_L2sqr</c>.</summary>
    public float QueryNorm;

    /// <summary>⟨q, c⟩, for the inner product only. FAISS: <c>q_dot_c</c>.</summary>
    public float CenterProduct;

    /// <summary>‖q − c‖. FAISS: <c>g_error</c>.</summary>
    public float ErrorScale;
}
