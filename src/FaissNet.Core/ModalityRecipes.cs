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
/// need no recipe: <c>SQ8</c> alone keeps 0.999. Rotations of signs (ITQ) and of product codes (OPQ) are learned, which takes half a minute of
/// processor time for thousands of vectors.</para>
/// <code>
///                        text → image    image → text
/// recipe         bytes   R@1    R@10     R@1    R@10
/// (floats)       2,048   1.094  1.008    1.010  0.998    Modality,L2norm,Flat
/// SignsRefined     576   1.146  1.029    1.058  1.007
/// Scalar4          257   1.130  1.024    1.057  1.012
/// Signs             65   1.063  1.024    1.024  1.005
/// SignsHamming      64   1.002  1.007    0.985  0.998
/// Product           32   1.041  1.007    0.978  0.998
/// Product           16   0.937  0.997    0.897  0.969
/// </code>
/// </remarks>
public static class ModalityRecipes
{
    /// <summary>4 bits per dimension and a byte for the penalty of hubs: d / 2 + 1 bytes. For the inner product.</summary>
    public const string Scalar4 = "Hub,Modality,L2norm,SQ4";

    /// <summary>
    /// One bit per dimension but for the last eight principal components, which give way to the penalty of hubs, compared by counting the bits
    /// that differ: d / 8 bytes. For the metric L2, as all sign codes of FAISS.
    /// </summary>
    /// <param name="dimension">Components of a vector, more than 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too few components.</exception>
    public static string SignsHamming(int dimension) => $"Hub,Modality,L2norm,ITQ{WithoutByte(dimension)},LSH";

    /// <summary>One bit per dimension and a byte for the penalty of hubs, against float queries: d / 8 + 1 bytes. For the inner product.</summary>
    /// <param name="dimension">Components of a vector.</param>
    public static string Signs(int dimension) => $"Hub,Modality,L2norm,ITQ,PQ{Guard.Dimension(dimension)}x1np";

    /// <summary>
    /// Candidates by one bit per dimension but for eight, four times as many as are wanted, scored again by 8 bits and the penalty of hubs:
    /// d / 8 + d bytes. For the inner product. <see cref="SearchOptions.RefineFactor"/> looks at yet more candidates.
    /// </summary>
    /// <param name="dimension">Components of a vector, more than 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too few components.</exception>
    public static string SignsRefined(int dimension)
        => $"Hub,Modality,L2norm,(ITQ{WithoutByte(dimension)},PQ{WithoutByte(dimension)}x1np,Refine(SQ8))";

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

    /// <summary>The bits that are left when a byte goes to something else.</summary>
    private static int WithoutByte(int dimension)
    {
        const int Bits = 8;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Guard.Dimension(dimension), Bits, nameof(dimension));
        return dimension - Bits;
    }
}
