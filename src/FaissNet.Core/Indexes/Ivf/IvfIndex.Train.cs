using FaissNet.Clustering;
using FaissNet.Storage;

namespace FaissNet;

public abstract partial class IvfIndex
{
    /// <summary>Rounds of k-means for the centroids; FAISS's number for coarse quantizers.</summary>
    private const int CoarseIterations = 10;

    /// <summary>
    /// Learns how vectors are encoded inside a list and returns the act that puts it into force, so that nothing has changed when learning fails.
    /// The centroids are trained already.
    /// </summary>
    private protected abstract Action TrainEncoder(Rows<float> vectors, Rows<float> centroids, BuildOptions options);

    private protected override void TrainCore(Rows<float> vectors, BuildOptions options)
    {
        // As in FAISS, centroids that are there are kept: they may come from elsewhere.
        bool keepCentroids = _coarse.IsTrained && _coarse.Count == NList;
        if (!keepCentroids)
            TrainCoarse(vectors, options);
        try
        {
            TrainEncoder(vectors, Centroids, options)();
        }
        catch when (!keepCentroids)
        {
            _coarse.ResetInner();
            throw;
        }
        _isTrained = true;
        Forget();
        OnTrained();
    }

    /// <summary>
    /// FAISS's <c>quantizer_trains_alone</c>: a flat quantizer assigns the vectors during k-means itself (0); for any other the centroids are found
    /// by comparing directly, in L2, and the quantizer, trained on them where it has something to learn, takes them in at the end (2).
    /// </summary>
    private void TrainCoarse(Rows<float> vectors, BuildOptions options)
    {
        var kMeans = new KMeansOptions
        {
            Iterations = CoarseIterations,
            Metric = _flatCoarse?.Metric ?? Metric.L2,
            Spherical = Metric == Metric.InnerProduct,
            Stage = "coarse centroids",
        };
        using AlignedBuffer<float> trained = KMeans.Train(vectors, NList, kMeans, options);
        Rows<float> centroids = trained.AsRows(Dimension);
        Forget();
        _coarse.ResetInner();
        BuildOptions silent = options.Progress is null ? options : options with { Progress = null };
        // Also when it is trained already: then an attempt before this one has failed later on.
        if (_flatCoarse is null)
            _coarse.TrainInner(centroids, silent);
        _coarse.AddInner(centroids, default, silent);
    }

    /// <summary>Subtracts from each vector its nearest centroid.</summary>
    private protected AlignedBuffer<float> TrainingResiduals(Rows<float> vectors, Rows<float> centroids, BuildOptions options)
    {
        using var lists = new AlignedBuffer<int>(vectors.Count);
        Assignment.Assign(_coarse, vectors, lists.AsRows(1), options);
        var residuals = new AlignedBuffer<float>(vectors.Count * Dimension);
        Residuals.Compute(vectors, lists.AsRows(1), centroids, residuals.AsRows(Dimension), options);
        return residuals;
    }
}
