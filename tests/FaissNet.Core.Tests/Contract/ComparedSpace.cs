namespace FaissNet.Contract;

/// <summary>
/// The vectors between which an index measures distances: what its codes stand for, behind the transforms that queries pass through as well.
/// </summary>
internal sealed class ComparedSpace
{
    private readonly VectorTransform[] _transforms;
    private readonly int _dimension;

    private ComparedSpace(VectorIndex index, VectorTransform[] transforms)
    {
        _transforms = transforms;
        _dimension = transforms.Length > 0 ? transforms[0].InputDimension : index.Dimension;
        Vectors = IndexCases.Decoded(index);
    }

    /// <summary>What each position stands for.</summary>
    public double[][] Vectors { get; }

    public static ComparedSpace Of(VectorIndex index) => index switch
    {
        IdMapIndex map => Of(map.Inner),
        PreTransformIndex front => new ComparedSpace(front.Inner, [.. front.Transforms]),
        _ => new ComparedSpace(index, []),
    };

    /// <summary>One of several queries, as it is compared.</summary>
    public float[] Query(float[] queries, int number)
    {
        float[] query = queries[(number * _dimension)..((number + 1) * _dimension)];
        foreach (VectorTransform transform in _transforms)
            query = transform.Apply(query);
        return query;
    }
}
