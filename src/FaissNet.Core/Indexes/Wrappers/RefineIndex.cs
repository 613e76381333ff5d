using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Two indexes over the same vectors: a coarse one that finds k · k_factor candidates and a precise one that scores them again. FAISS:
/// <c>IndexRefine</c>, <c>IndexRefineFlat</c>.
/// </summary>
/// <remarks>A stand-alone code is the code of the base followed by that of the refine index.</remarks>
public sealed partial class RefineIndex : VectorIndex
{
    private float _kFactor = 1;

    /// <summary>Puts a precise index behind a coarse one; both become part of this index.</summary>
    /// <param name="baseIndex">Finds candidates; numbers its vectors from 0 on.</param>
    /// <param name="refineStore">Scores them; must be able to reconstruct. It holds the same vectors in the same order.</param>
    /// <exception cref="ArgumentException">Dimension, metric or number of vectors differ.</exception>
    public RefineIndex(VectorIndex baseIndex, VectorIndex refineStore)
        : base(Checked(baseIndex, refineStore).Dimension, baseIndex.Metric)
    {
        Base = baseIndex;
        RefineStore = refineStore;
    }

    /// <summary>The index that finds candidates.</summary>
    public VectorIndex Base { get; }

    /// <summary>The index that scores candidates. FAISS: <c>refine_index</c>.</summary>
    public VectorIndex RefineStore { get; }

    /// <summary>
    /// How many candidates are scored, as a multiple of k, cut to an integer; at least 1. It is saved with the index, and
    /// <see cref="SearchOptions.RefineFactor"/> overrides it for one call. Default 1. FAISS: <c>k_factor</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or not finite.</exception>
    public float KFactor
    {
        get => _kFactor;
        set
        {
            if (!(value >= 1 && float.IsFinite(value)))
                throw new ArgumentOutOfRangeException(nameof(value), value, "k_factor must be a finite number of at least 1.");
            _kFactor = value;
        }
    }

    /// <inheritdoc/>
    public override long Count => Base.Count;

    /// <inheritdoc/>
    public override bool IsTrained => Base.IsTrained && RefineStore.IsTrained;

    /// <inheritdoc/>
    public override int CodeSize => Base.CodeSize + RefineStore.CodeSize;

    /// <inheritdoc/>
    public override string Description
        => RefineStore is FlatIndex ? $"{Base.Description},RFlat" : $"{Base.Description},Refine({RefineStore.Description})";

    private protected override void DisposeCore()
    {
        Base.Dispose();
        RefineStore.Dispose();
    }

    private static VectorIndex Checked(VectorIndex baseIndex, VectorIndex refineStore)
    {
        ArgumentNullException.ThrowIfNull(baseIndex);
        ArgumentNullException.ThrowIfNull(refineStore);
        if (ReferenceEquals(baseIndex, refineStore))
            throw new ArgumentException("The base and the refine index must be two indexes.", nameof(refineStore));
        if (baseIndex.Dimension != refineStore.Dimension || baseIndex.Metric != refineStore.Metric)
            throw new ArgumentException($"Dimension and metric of {baseIndex} and {refineStore} must be equal.", nameof(refineStore));
        if (baseIndex.Count != refineStore.Count)
            throw new ArgumentException($"{baseIndex} and {refineStore} must hold the same number of vectors.", nameof(refineStore));
        return baseIndex;
    }
}
