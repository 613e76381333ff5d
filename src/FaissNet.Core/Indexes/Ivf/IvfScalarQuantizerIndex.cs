using FaissNet.Clustering;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>An inverted file of scalar codes, by default of the difference between a vector and its centroid. FAISS: <c>IndexIVFScalarQuantizer</c>.</summary>
/// <remarks>
/// The layout of codes is that of <see cref="ScalarQuantizer"/>. Distances with residuals: L2 is ‖(q − c) − r‖², the inner product is the coarse one,
/// ⟨q, c⟩, plus ⟨q, r⟩, where c is the list's centroid and r what the code stands for.
/// </remarks>
public sealed partial class IvfScalarQuantizerIndex : IvfIndex
{
    /// <summary>Vectors that the ranges are learned from at most; FAISS's number.</summary>
    private const int TrainingVectors = 100_000;

    /// <summary>An empty index, to be trained.</summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="nList">Number of inverted lists: nlist.</param>
    /// <param name="type">How a component is stored.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="byResidual">Whether the difference to the centroid is encoded rather than the vector. FAISS: <c>by_residual</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public IvfScalarQuantizerIndex(
        int dimension, int nList, ScalarQuantizerType type = ScalarQuantizerType.EightBit, Metric metric = Metric.L2, bool byResidual = true)
        : this(new FlatIndex(dimension, metric), nList, new ScalarQuantizer(dimension, type), byResidual)
    {
    }

    /// <summary>An empty index with ranges found in the caller's way.</summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="nList">Number of inverted lists: nlist.</param>
    /// <param name="options">How components are stored, and how training finds their ranges.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="byResidual">Whether the difference to the centroid is encoded rather than the vector. FAISS: <c>by_residual</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public IvfScalarQuantizerIndex(
        int dimension, int nList, ScalarQuantizerOptions options, Metric metric = Metric.L2, bool byResidual = true)
        : this(new FlatIndex(dimension, metric), nList, Guard.NotNull(options).Create(dimension), byResidual)
    {
    }

    internal IvfScalarQuantizerIndex(VectorIndex coarseQuantizer, int nList, ScalarQuantizer quantizer, bool byResidual, Metric? metric = null)
        : base(coarseQuantizer, nList, metric ?? coarseQuantizer.Metric, new CodeLayout(quantizer.CodeSize, isTransposed: false))
    {
        Quantizer = quantizer;
        ByResidual = byResidual;
    }

    /// <summary>What encodes vectors inside the lists. It belongs to this index; train it through the index.</summary>
    public ScalarQuantizer Quantizer { get; }

    /// <summary>Whether codes stand for the difference to the list's centroid. FAISS: <c>by_residual</c>.</summary>
    public bool ByResidual { get; }

    /// <inheritdoc/>
    public override string Description => $"{ListsDescription},{ScalarQuantizerNames.Of(Quantizer.Type)}";

    private protected override Action TrainEncoder(Rows<float> vectors, Rows<float> centroids, BuildOptions options)
    {
        using AlignedBuffer<float>? sample = TrainingSample.Take(vectors, TrainingVectors);
        Rows<float> training = sample?.AsRows(Dimension) ?? vectors;
        var trained = new ScalarQuantizer(Dimension, Quantizer.Type, Quantizer.RangeStat, Quantizer.RangeStatArg);
        if (ByResidual)
        {
            using AlignedBuffer<float> residuals = TrainingResiduals(training, centroids, options);
            trained.Train(residuals.AsRows(Dimension), options);
        }
        else
        {
            trained.Train(training, options);
        }
        return () => Quantizer.SetTrained(trained.Trained);
    }

    private protected override void EncodeForLists(Rows<float> vectors, Rows<int> lists, Rows<byte> codes, BuildOptions options)
    {
        if (!ByResidual)
        {
            Quantizer.Encode(vectors, codes, options);
            return;
        }
        using var residuals = new Scratch<float>(vectors.Count, Dimension);
        Residuals.Compute(vectors, lists, Centroids, residuals.Rows, options);
        Quantizer.Encode(residuals.Rows, codes, options);
    }

    private protected override void DecodeFromLists(Rows<byte> codes, Rows<int> lists, Rows<float> vectors, BuildOptions options)
    {
        Quantizer.Decode(codes, vectors, options);
        if (ByResidual)
            Residuals.AddCentroids(vectors, lists, Centroids);
    }

    private protected override string? DifferenceFrom(IvfIndex other)
    {
        var source = (IvfScalarQuantizerIndex)other;
        return source.ByResidual != ByResidual
            ? "both must encode residuals or both must not"
            : ScalarQuantizerNames.Difference(Quantizer, source.Quantizer);
    }
}
