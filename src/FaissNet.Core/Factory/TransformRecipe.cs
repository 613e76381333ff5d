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
    public override bool MakesSigns => Inner.MakesSigns;

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

/// <summary><c>Center</c>, which FAISS's factory does not know.</summary>
internal sealed record CenteringRecipe : TransformRecipe
{
    public override VectorTransform Create(int dimension) => new CenteringTransform(dimension);
}

/// <summary><c>PCA[W][R]{d}</c>.</summary>
internal sealed record PcaRecipe(int Outputs, bool Whitens, bool Rotates) : TransformRecipe
{
    public override VectorTransform Create(int dimension) => new PcaMatrix(dimension, Outputs, Whitens ? -0.5f : 0, Rotates);
}

/// <summary><c>OPQ{M}[_{d}]</c>.</summary>
internal sealed record OpqRecipe(int M, int? Outputs) : TransformRecipe
{
    public override VectorTransform Create(int dimension) => new OpqMatrix(dimension, M, Outputs ?? dimension);
}

/// <summary><c>ITQ[{d}]</c>: with a number it projects first.</summary>
internal sealed record ItqRecipe(int? Outputs) : TransformRecipe
{
    public override VectorTransform Create(int dimension) => new ItqTransform(dimension, Outputs ?? dimension, projects: Outputs is not null);
}

/// <summary><c>HR[{seed}]</c>.</summary>
internal sealed record HadamardRecipe(uint Seed) : TransformRecipe
{
    public override VectorTransform Create(int dimension) => new HadamardRotation(dimension, Seed);
}

/// <summary><c>Pad{d}</c>, which as in FAISS never takes anything away.</summary>
internal sealed record PaddingRecipe(int Outputs) : TransformRecipe
{
    public override VectorTransform Create(int dimension) => new RemapDimensionsTransform(dimension, Math.Max(dimension, Outputs));
}

/// <summary><c>LSH[{nbits}][r][t]</c>.</summary>
internal sealed record LshRecipe(int? NBits, bool Rotates, bool LearnsThresholds) : IndexRecipe
{
    public override bool MakesSigns => true;

    public override VectorIndex Create(int dimension, Metric metric)
        => metric == Metric.L2
            ? new LshIndex(dimension, NBits ?? dimension, Rotates, LearnsThresholds)
            : throw new ArgumentException("LSH counts differing bits, which is no inner product; its metric is L2.", nameof(metric));
}

/// <summary><c>Modality[1]</c>: ours, not FAISS's.</summary>
internal sealed record ModalityRecipe(bool ShiftsQueries) : TransformRecipe
{
    public override VectorTransform Create(int dimension) => new ModalityTransform(dimension, ShiftsQueries);
}

/// <summary><c>QueryAware[{bytes}]</c>: ours, not FAISS's.</summary>
internal sealed record QueryAwareRecipe(int? CodeBytes) : TransformRecipe
{
    public override VectorTransform Create(int dimension) => new QueryAwareTransform(dimension, CodeBytes);
}
