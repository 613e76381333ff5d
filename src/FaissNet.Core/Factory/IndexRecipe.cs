namespace FaissNet.Factory;

/// <summary>What a factory string asks for, before dimension and metric are known.</summary>
internal abstract record IndexRecipe
{
    /// <summary>Makes the index.</summary>
    /// <exception cref="ArgumentException">The parts do not fit the dimension.</exception>
    public abstract VectorIndex Create(int dimension, Metric metric);

    /// <summary>Whether that has sign codes, which are compared by one metric whatever they stand for.</summary>
    public virtual bool MakesSigns => false;
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

/// <summary><c>IVF{n},X</c> and <c>IVF{n}(Y),X</c>, where X is one of the types above and Y any index.</summary>
internal sealed record IvfRecipe(int NList, IndexRecipe Coarse, IndexRecipe Code) : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric)
    {
        VectorIndex coarse = Coarse.Create(dimension, metric);
        return Code switch
        {
            ScalarRecipe scalar => new IvfScalarQuantizerIndex(coarse, NList, new ScalarQuantizer(dimension, scalar.Type), byResidual: true),
            PqRecipe pq => new IvfPqIndex(coarse, NList, new ProductQuantizer(dimension, pq.M, pq.NBits), byResidual: true)
            {
                PolysemousTraining = pq.Polysemous,
            },
            FastScanRecipe pq => new IvfPqFastScanIndex(
                coarse, NList, new ProductQuantizer(dimension, pq.M, PqFastScanIndex.NBits), pq.ByResidual, pq.BlockSize),
            RaBitQRecipe rabitq => new IvfRaBitQIndex(coarse, NList, rabitq.CreateQuantizer(dimension, metric), rabitq.FastScanBlock),
            _ => new IvfFlatIndex(coarse, NList),
        };
    }
}

/// <summary><c>X,RFlat</c> and <c>X,Refine(Y)</c>.</summary>
internal sealed record RefineRecipe(IndexRecipe Base, IndexRecipe Store) : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric)
    {
        VectorIndex store = Store.Create(dimension, metric);
        return Base.MakesSigns && BinaryRerankIndex.CanRefine(store)
            ? new BinaryRerankIndex(Base.Create(dimension, Metric.L2), store)
            : new RefineIndex(Base.Create(dimension, metric), store);
    }
}

/// <summary><c>IDMap,X</c>, <c>IDMap2,X</c> and the same behind X.</summary>
internal sealed record IdMapRecipe(IndexRecipe Inner, bool HasReverseMap) : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric) => new IdMapIndex(Inner.Create(dimension, metric), HasReverseMap);
}

/// <summary><c>Hub,X</c>.</summary>
internal sealed record HubnessRecipe(IndexRecipe Inner) : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric) => new HubnessIndex(Inner.Create(dimension, metric));
}
