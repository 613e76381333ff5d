using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Takes from the score of each stored vector what it scores with just any query: score(q, x) − λ·h(x), where h(x) is the mean score of x with the
/// k queries of a sample that like it best.
/// </summary>
/// <remarks>
/// <para>In spaces of many dimensions some stored vectors, the hubs, are near to a large part of all queries and come up for many that they do not
/// answer; between modalities, and behind strong compression, they cost most of what is lost. The penalty is learned from unjudged queries alone,
/// from the codes and not from the vectors, so that it also takes back what quantization has added to some of them. (Radovanović et al., "Hubs in
/// Space", JMLR 2010; Conneau et al., "Word Translation without Parallel Data", 2018, which calls it CSLS.)</para>
/// <para>A penalty takes one byte per vector. A search asks the index inside for more results than k (<see cref="DepthFactor"/>) and sorts them again, so
/// that a vector must be among those to be found. Only the inner product has such scores. In a file it is the index inside, which FAISS opens
/// and searches without penalties; the penalties follow in a trailer. The sample of queries is not in the file: to add to a loaded index, give it again
/// with <see cref="LearnQueries"/>.</para>
/// </remarks>
public sealed partial class HubnessIndex : VectorIndex
{
    private const int Levels = byte.MaxValue;

    // One search asks for this many more at least, so that small k have something to choose from.
    private const int LeastMargin = 32;

    private readonly AlignedBuffer<byte> _penalties = new();
    private float _lambda = 0.5f;
    private float _depthFactor = 4;
    private float _low;
    private float _step;
    private VectorIndex? _sample;

    /// <summary>Puts penalties on an index, which becomes part of this one.</summary>
    /// <param name="inner">An empty index that compares by inner product or by signs (<see cref="LshIndex"/>) and numbers its vectors itself.</param>
    /// <exception cref="ArgumentException">The index is not empty, or compares otherwise, has ids of the caller's, or cannot decode.</exception>
    public HubnessIndex(VectorIndex inner)
        : base(Guard.NotNull(inner).Dimension, inner.Metric)
    {
        VectorIndex codes = Codes(inner);
        if (inner.Metric != Metric.InnerProduct && !ComparesSigns(inner))
            throw new ArgumentException($"Penalties need the inner product, or signs (LSH), but {inner} compares by {inner.Metric}.", nameof(inner));
        if (inner is HubnessIndex)
            throw new ArgumentException($"{inner} has penalties already.", nameof(inner));
        if (!codes.Operations.HasFlag(IndexOperations.Codec))
            throw new ArgumentException($"{inner} cannot decode its codes, from which penalties are learned.", nameof(inner));
        if (codes is IdMapIndex)
            throw new ArgumentException($"{inner} takes ids of the caller's; put the map around the penalties: IDMap,Hub,…", nameof(inner));
        if (inner.Count > 0)
            throw new ArgumentException($"{inner} holds vectors already, which have no penalties.", nameof(inner));
        Inner = inner;
    }

    /// <summary>What a file says.</summary>
    internal HubnessIndex(VectorIndex inner, HubnessState state)
        : base(inner.Dimension, inner.Metric)
    {
        Inner = inner;
        _lambda = state.Lambda;
        _depthFactor = state.DepthFactor;
        Neighbours = state.Neighbours;
        _low = state.Low;
        _step = state.Step;
        HasPenalties = state.HasPenalties;
        _penalties.Resize(state.Penalties.Length);
        state.Penalties.AsSpan().CopyTo(_penalties.Slice(0, state.Penalties.Length));
    }

    /// <summary>The index that holds the vectors.</summary>
    public VectorIndex Inner { get; }

    /// <summary>How much of the penalty is taken off: λ, 0 (nothing) to 1. Default 0.5. Saved with the index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not between 0 and 1.</exception>
    public float Lambda
    {
        get => _lambda;
        set => _lambda = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The share of the penalty must be between 0 and 1.");
    }

    /// <summary>
    /// How many results the index inside is asked for, as a multiple of k, at least 1, and never fewer than k + 32. Default 4. Saved with the
    /// index.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or not finite.</exception>
    public float DepthFactor
    {
        get => _depthFactor;
        set => _depthFactor = value >= 1 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The depth must be a finite multiple of k, at least 1.");
    }

    /// <summary>Queries of the sample whose scores make up a penalty. Default 10.</summary>
    public int Neighbours { get; private init; } = 10;

    /// <inheritdoc/>
    public override long Count => Inner.Count;

    /// <inheritdoc/>
    public override bool IsTrained => Inner.IsTrained && HasPenalties;

    /// <summary>Bytes of the code inside and one for the penalty, which comes last.</summary>
    public override int CodeSize => Inner.CodeSize + 1;

    /// <summary><c>Hub,</c> and the string of the index inside; FAISS's factory does not know it.</summary>
    public override string Description => $"Hub,{Inner.Description}";

    /// <summary>What is taken off the scores of a stored vector, before λ; for signs, minus the mean distance.</summary>
    /// <param name="id">Its number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index holds no vector with this id.</exception>
    public float Penalty(long id)
    {
        CheckUse();
        return id >= 0 && id < _penalties.Count ? PenaltyAt(id) : throw Guard.NoSuchId(id);
    }

    internal override VectorIndex Store => Inner.Store;

    internal HubnessState State => new(
        _lambda, _depthFactor, Neighbours, _low, _step, HasPenalties, _penalties.Slice(0, checked((int)_penalties.Count)).ToArray());

    private bool HasPenalties { get; set; }

    private protected override void DisposeCore()
    {
        Inner.Dispose();
        _penalties.Dispose();
        _sample?.Dispose();
    }

    /// <summary>Whether distances are numbers of bits, which can take penalties although smaller is nearer.</summary>
    internal static bool ComparesSigns(VectorIndex inner) => Codes(inner) is LshIndex;

    /// <summary>The index whose codes decide about the scores, behind transforms; of one that scores candidates again, the one that does.</summary>
    private static VectorIndex Codes(VectorIndex index) => index switch
    {
        PreTransformIndex front => Codes(front.Inner),
        RefineIndex refine => Codes(refine.RefineStore),
        _ => index,
    };

    private unsafe float PenaltyAt(long id) => _low + _step * _penalties.Pointer[id];
}
