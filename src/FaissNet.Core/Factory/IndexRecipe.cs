namespace FaissNet.Factory;

/// <summary>What a factory string asks for, before dimension and metric are known.</summary>
internal abstract record IndexRecipe
{
    /// <summary>Makes the index.</summary>
    /// <exception cref="ArgumentException">The parts do not fit the dimension.</exception>
    public abstract VectorIndex Create(int dimension, Metric metric);
}

/// <summary><c>Flat</c>.</summary>
internal sealed record FlatRecipe : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric) => new FlatIndex(dimension, metric);
}

/// <summary><c>SQ8</c> and its kin.</summary>
internal sealed record ScalarRecipe(ScalarQuantizerType Type) : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric) => new ScalarQuantizerIndex(dimension, Type, metric);
}

/// <summary><c>PQ{M}[x{nbits}][np]</c>.</summary>
internal sealed record PqRecipe(int M, int NBits, bool Polysemous) : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric)
        => new PqIndex(dimension, M, NBits, metric) { PolysemousTraining = Polysemous };
}

/// <summary><c>IVF{n},X</c>, where X is one of the types above.</summary>
internal sealed record IvfRecipe(int NList, IndexRecipe Code) : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric) => Code switch
    {
        ScalarRecipe scalar => new IvfScalarQuantizerIndex(dimension, NList, scalar.Type, metric),
        PqRecipe pq => new IvfPqIndex(dimension, NList, pq.M, pq.NBits, metric) { PolysemousTraining = pq.Polysemous },
        _ => new IvfFlatIndex(dimension, NList, metric),
    };
}

/// <summary><c>X,RFlat</c> and <c>X,Refine(Y)</c>.</summary>
internal sealed record RefineRecipe(IndexRecipe Base, IndexRecipe Store) : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric)
        => new RefineIndex(Base.Create(dimension, metric), Store.Create(dimension, metric));
}

/// <summary><c>IDMap,X</c>, <c>IDMap2,X</c> and the same behind X.</summary>
internal sealed record IdMapRecipe(IndexRecipe Inner, bool HasReverseMap) : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric) => new IdMapIndex(Inner.Create(dimension, metric), HasReverseMap);
}
