namespace FaissNet;

/// <summary>
/// Factory strings for stored vectors and queries of different modalities, as text queries on images: what keeps most of the retrieval quality of float
/// vectors at a size. Not FAISS's: give them to <see cref="VectorIndex.Create"/> and a sample of queries to
/// <see cref="BuildOptions.Queries"/>.
/// </summary>
/// <remarks>
/// <para>Measured on 512-dimensional embeddings of pictures and their names, in both directions, with queries that were not learned from. The numbers
/// are the metric divided by that of exact search over the float vectors as they are; the first line, which compresses nothing, shows
/// how much of it is due to the transforms and not to the code. Measure your own data before you rely on them. Codes of 8 bits per dimension
/// need no recipe: <c>SQ8</c> alone keeps 0.999.</para>
/// <code>
///                        text → image    image → text
/// recipe         bytes   R@1    R@10     R@1    R@10
/// (floats)       2,048   1.094  1.008    1.010  0.998    Modality,L2norm,Flat
/// SignsRefined     576   1.092  1.007    1.010  0.996
/// Scalar4          257   1.130  1.024    1.057  1.012
/// Signs             65   1.060  1.010    1.013  1.003
/// SignsHamming      64   0.909  0.977    0.910  0.983
/// Product           32   1.041  1.007    0.978  0.998
/// Product           16   0.937  0.997    0.897  0.969
/// </code>
/// </remarks>
public static class ModalityRecipes
{
    /// <summary>4 bits per dimension and a byte for the penalty of hubs: d / 2 + 1 bytes. For the inner product.</summary>
    public const string Scalar4 = "Hub,Modality,L2norm,SQ4";

    /// <summary>
    /// One bit per dimension, compared by counting the bits that differ: d / 8 bytes, d being rounded up to a power of two. For the metric L2, as all
    /// sign codes of FAISS.
    /// </summary>
    public const string SignsHamming = "Modality,L2norm,HR,LSH";

    /// <summary>One bit per dimension and a byte for the penalty of hubs, against float queries: d / 8 + 1 bytes. For the inner product.</summary>
    /// <param name="dimension">Components of a vector.</param>
    public static string Signs(int dimension) => $"Hub,Modality,L2norm,RR,PQ{Guard.Dimension(dimension)}x1np";

    /// <summary>
    /// Candidates by one bit per dimension, scored again by 8 bits: d / 8 + d bytes. For the inner product; set <see cref="SearchOptions.RefineFactor"/>,
    /// e.g. to 4.
    /// </summary>
    /// <param name="dimension">Components of a vector.</param>
    public static string SignsRefined(int dimension) => $"Modality,L2norm,(RR,PQ{Guard.Dimension(dimension)}x1np,Refine(SQ8))";

    /// <summary>A product code of a given size, one byte of which is the penalty of hubs. For the inner product.</summary>
    /// <param name="dimension">Components of a vector.</param>
    /// <param name="bytes">Bytes of a code, 2 to <paramref name="dimension"/> + 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of bytes is out of range.</exception>
    public static string Product(int dimension, int bytes)
    {
        Guard.Dimension(dimension);
        if (bytes < 2 || bytes > dimension + 1)
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, $"A product code of {dimension} dimensions has 2 to {dimension + 1} bytes with its penalty.");
        int slices = bytes - 1;
        int outputs = dimension / slices * slices;
        string rotation = outputs == dimension ? $"OPQ{slices}" : $"OPQ{slices}_{outputs}";
        return $"Hub,Modality,L2norm,{rotation},PQ{slices}np";
    }
}
