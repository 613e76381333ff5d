namespace FaissNet.Factory;

/// <summary>What a part of a factory string asks for in front of an index, before the dimension is known.</summary>
internal abstract record TransformRecipe
{
    /// <summary>Makes the transform.</summary>
    /// <exception cref="ArgumentException">It does not fit the dimension.</exception>
    public abstract VectorTransform Create(int dimension);
}

/// <summary><c>X,Y</c>, where X are transforms.</summary>
internal sealed record PreTransformRecipe(TransformRecipe[] Chain, IndexRecipe Inner) : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric)
    {
        var transforms = new VectorTransform[Chain.Length];
        for (int i = 0; i < transforms.Length; i++)
        {
            transforms[i] = Chain[i].Create(dimension);
            dimension = transforms[i].OutputDimension;
        }
        return new PreTransformIndex(Inner.Create(dimension, metric), transforms);
    }
}

/// <summary><c>RR[{d}]</c>.</summary>
internal sealed record RandomRotationRecipe(int? Outputs) : TransformRecipe
{
    public override VectorTransform Create(int dimension) => new RandomRotationMatrix(dimension, Outputs ?? dimension);
}

/// <summary><c>L2norm</c>.</summary>
internal sealed record NormalizationRecipe : TransformRecipe
{
    public override VectorTransform Create(int dimension) => new NormalizationTransform(dimension);
}
