namespace FaissNet;

/// <summary>
/// Sign codes to find candidates and a precise code to rank them: the speed of a Hamming scan over d / 8 bytes a vector with the order that
/// the precise code gives. A search takes the k · k_factor vectors whose signs differ least from the query's and scores them with the second code:
/// scalar or product codes, floats, or vectors that the caller keeps (<see cref="IVectorSource"/>), on disk for example.
/// </summary>
/// <remarks>
/// <para>It is a composition that FAISS has as well, and its files are FAISS's: <c>IndexRefine</c> over <c>IndexLSH</c>, with an
/// <c>IndexPreTransform</c> between them where there are transforms. FAISS opens them, and its files of that kind load as this type; so do factory strings as
/// <c>ITQ256,LSH,Refine(SQ8)</c>. Beyond FAISS this type removes and updates, and it has the inner product as well: FAISS searches such a file too, but
/// where it finds fewer candidates than it wants it puts what is missing first.</para>
/// <para>With vectors of the caller the file holds the sign codes alone, and <see cref="Load(string, IVectorSource, Metric, LoadOptions)"/> takes the
/// source again. The source is asked for the ids that the index reports: positions, or the caller's own where the sign codes are behind an
/// <see cref="IdMapIndex"/>.</para>
/// <para>How many bits differ says nothing certain about a distance. So a range search compares with every precise code that the filter lets
/// through, is exact with respect to them, and does not use the signs; <c>k_factor</c> means nothing to it. With the inner product, vectors should
/// have about the same length: signs do not know how long a vector is.</para>
/// <para>A stand-alone code is the sign code followed by the precise one; with vectors of the caller it is the sign code.</para>
/// </remarks>
public sealed partial class BinaryRerankIndex : VectorIndex
{
    /// <summary>FAISS refuses files with larger ones.</summary>
    internal const float MaxKFactor = 1000;

    private float _kFactor = 1;

    /// <summary>An empty index, to be trained.</summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="metric">How candidates are ranked.</param>
    /// <param name="options">Thresholds, transform, precise code, factor.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">The transform or the code does not fit the dimension, or the code cannot be used here.</exception>
    public BinaryRerankIndex(int dimension, Metric metric = Metric.L2, BinaryRerankOptions? options = null)
        : this(
            CreateSigns(dimension, (options ?? BinaryRerankOptions.Default).Threshold, (options ?? BinaryRerankOptions.Default).Transform),
            Create(dimension, (options ?? BinaryRerankOptions.Default).RefineCodes, metric))
    {
        KFactor = (options ?? BinaryRerankOptions.Default).KFactor;
    }

    /// <summary>Puts precise codes behind sign codes; both become part of this index, and the metric is that of the precise codes.</summary>
    /// <param name="signs">An <see cref="LshIndex"/>, or one behind a <see cref="PreTransformIndex"/>, as <see cref="CreateSigns"/> makes them.</param>
    /// <param name="refineStore">A <see cref="FlatIndex"/>, <see cref="ScalarQuantizerIndex"/> or <see cref="PqIndex"/> of the same vectors in the same
    /// order.</param>
    /// <exception cref="ArgumentException">One is of another type, or dimension or number of vectors differ.</exception>
    public BinaryRerankIndex(VectorIndex signs, VectorIndex refineStore)
        : base(Checked(signs, refineStore).Dimension, refineStore.Metric)
    {
        Base = signs;
        RefineStore = refineStore;
    }

    /// <summary>Puts vectors of the caller behind sign codes, which become part of this index; the source stays the caller's.</summary>
    /// <param name="signs">An <see cref="LshIndex"/>, or one behind a <see cref="PreTransformIndex"/>, an <see cref="IdMapIndex"/> or both.</param>
    /// <param name="source">The vectors, by the ids that <paramref name="signs"/> gives them.</param>
    /// <param name="metric">How candidates are ranked.</param>
    /// <exception cref="ArgumentException"><paramref name="signs"/> is of another type, or the dimensions differ.</exception>
    public BinaryRerankIndex(VectorIndex signs, IVectorSource source, Metric metric = Metric.L2)
        : base(Checked(signs, source).Dimension, metric)
    {
        Base = signs;
        Source = source;
    }

    /// <summary>The sign codes, which find candidates.</summary>
    public VectorIndex Base { get; }

    /// <summary>The precise codes, which score candidates; <c>null</c> where the caller keeps the vectors. FAISS: <c>refine_index</c>.</summary>
    public VectorIndex? RefineStore { get; }

    /// <summary>The caller's vectors; <c>null</c> where there are precise codes.</summary>
    public IVectorSource? Source { get; }

    /// <summary>
    /// How many candidates are scored, as a multiple of k, cut to an integer; 1 to 1,000. It is saved with the precise codes, and
    /// <see cref="SearchOptions.RefineFactor"/> overrides it for one call. Default 1, as in FAISS; 10 where the index is made from
    /// <see cref="BinaryRerankOptions"/>. FAISS: <c>k_factor</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float KFactor
    {
        get => _kFactor;
        set
        {
            if (!(value is >= 1 and <= MaxKFactor))
                throw new ArgumentOutOfRangeException(nameof(value), value, $"k_factor must be between 1 and {MaxKFactor}.");
            _kFactor = value;
        }
    }

    /// <inheritdoc/>
    public override long Count => Base.Count;

    /// <inheritdoc/>
    public override bool IsTrained => Base.IsTrained && RefineStore?.IsTrained != false;

    /// <inheritdoc/>
    public override int CodeSize => Base.CodeSize + (RefineStore?.CodeSize ?? 0);

    /// <summary>The index as a FAISS factory string; vectors of the caller, which no string makes, are called <c>source</c>.</summary>
    public override string Description => RefineStore switch
    {
        null => $"{Base.Description},Refine(source)",
        FlatIndex => $"{Base.Description},RFlat",
        _ => $"{Base.Description},Refine({RefineStore.Description})",
    };

    /// <summary>Makes empty sign codes, to be put together with vectors of the caller.</summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="threshold">What components are compared with: <see cref="BinaryRerankOptions.Threshold"/>.</param>
    /// <param name="transform">What comes before: <see cref="BinaryRerankOptions.Transform"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    /// <exception cref="ArgumentException">The transform takes another dimension.</exception>
    public static VectorIndex CreateSigns(int dimension, SignThreshold threshold = SignThreshold.Mean, VectorTransform? transform = null)
    {
        Guard.Dimension(dimension);
        if (!Enum.IsDefined(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be one of SignThreshold.");
        if (transform is not null && transform.InputDimension != dimension)
            throw new ArgumentException($"{transform} takes {transform.InputDimension} components, but the vectors have {dimension}.", nameof(transform));
        int bits = transform?.OutputDimension ?? dimension;
        var signs = new LshIndex(bits, bits, trainThresholds: threshold == SignThreshold.Median);
        List<VectorTransform> chain = transform is TransformChain several ? [.. several.Transforms] : transform is null ? [] : [transform];
        if (threshold == SignThreshold.Mean)
            chain.Add(new CenteringTransform(bits));
        return chain.Count == 0 ? signs : new PreTransformIndex(signs, [.. chain]);
    }

    /// <summary>Whether an index is one of sign codes with which this type can be made.</summary>
    internal static bool HasSigns(VectorIndex index) => index is LshIndex || (index is PreTransformIndex front && HasSigns(front.Inner));

    /// <summary>Whether an index is one of precise codes with which this type can be made.</summary>
    internal static bool CanRefine(VectorIndex index) => index is FlatIndex or ScalarQuantizerIndex or PqIndex;

    private protected override void DisposeCore()
    {
        Base.Dispose();
        RefineStore?.Dispose();
    }

    private static VectorIndex Checked(VectorIndex signs, VectorIndex refineStore)
    {
        ArgumentNullException.ThrowIfNull(signs);
        ArgumentNullException.ThrowIfNull(refineStore);
        if (!HasSigns(signs))
            throw new ArgumentException($"{signs} has no sign codes; expected an LshIndex, or one behind transforms.", nameof(signs));
        if (!CanRefine(refineStore))
            throw new ArgumentException($"{refineStore} cannot rank candidates here; expected flat, scalar or product codes.", nameof(refineStore));
        if (signs.Dimension != refineStore.Dimension || signs.Count != refineStore.Count)
            throw new ArgumentException($"{signs} and {refineStore} must hold the same vectors.", nameof(refineStore));
        return signs;
    }

    private static VectorIndex Checked(VectorIndex signs, IVectorSource source)
    {
        ArgumentNullException.ThrowIfNull(signs);
        ArgumentNullException.ThrowIfNull(source);
        if (!HasSigns(signs is IdMapIndex map ? map.Inner : signs))
            throw new ArgumentException($"{signs} has no sign codes; expected an LshIndex, or one behind transforms and ids.", nameof(signs));
        if (source.Dimension != signs.Dimension)
            throw new ArgumentException($"The source has vectors of {source.Dimension} components, but {signs} of {signs.Dimension}.", nameof(source));
        return signs;
    }
}
