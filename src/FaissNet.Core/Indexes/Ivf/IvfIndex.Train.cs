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
        bool keepCentroids = _coarse.Count == NList;
        using AlignedBuffer<float>? trained = keepCentroids ? null : TrainCentroids(vectors, options);
        Rows<float> centroids = trained?.AsRows(Dimension) ?? Centroids;
        Action commit = TrainEncoder(vectors, centroids, options);
        if (!keepCentroids)
        {
            _coarse.ResetInner();
            _coarse.AddInner(centroids, default, BuildOptions.Default);
        }
        commit();
        _isTrained = true;
        _scanners.Clear();
        OnTrained();
    }

    private AlignedBuffer<float> TrainCentroids(Rows<float> vectors, BuildOptions options)
    {
        var kMeans = new KMeansOptions
        {
            Iterations = CoarseIterations,
            Metric = Metric,
            Spherical = Metric == Metric.InnerProduct,
            Stage = "coarse centroids",
        };
        return KMeans.Train(vectors, NList, kMeans, options);
    }

    /// <summary>Subtracts from each vector its nearest centroid.</summary>
    private protected unsafe AlignedBuffer<float> TrainingResiduals(Rows<float> vectors, Rows<float> centroids, BuildOptions options)
    {
        using var quantizer = new FlatIndex(Dimension, Metric) { KeepsPacked = true };
        quantizer.AddInner(centroids, default, BuildOptions.Default);
        using var lists = new AlignedBuffer<int>(vectors.Count);
        Assignment.Assign(quantizer, vectors, lists.AsRows(1), options);
        var residuals = new AlignedBuffer<float>(vectors.Count * Dimension);
        Residuals.Compute(vectors, lists.AsRows(1), centroids, residuals.AsRows(Dimension), options);
        return residuals;
    }
}
