using FaissNet.Clustering;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class ProductQuantizer
{
    private const string Stage = "product quantizer";

    /// <summary>Trains one k-means per slice, all with the same seed, so that every slice sees the same vectors in the same order.</summary>
    internal override void Train(Rows<float> vectors, BuildOptions options) => Train(vectors, new KMeansOptions(), hotStart: false, options);

    /// <summary>Trains with options, on request from the centroids that are there. FAISS: <c>Train_hot_start</c>.</summary>
    internal void Train(Rows<float> vectors, KMeansOptions kMeans, bool hotStart, BuildOptions options)
    {
        KMeans.RequireEnough(vectors.Count, KSub);
        int[]? chosen = TrainingSample.Choose(vectors.Count, (long)KSub * kMeans.MaxPointsPerCentroid, kMeans.Seed);
        var centroids = new AlignedBuffer<float>((long)Dimension * KSub);
        int workers = Math.Min(M, ParallelRange.Workers(options.MaxDegreeOfParallelism));
        // Slices run side by side; cores that are left over help inside a slice.
        BuildOptions inner = options with { MaxDegreeOfParallelism = Math.Max(1, ParallelRange.Workers(options.MaxDegreeOfParallelism) / workers) };
        var progress = new BuildCounter(options, Stage, M);
        ParallelRange.Run(
            new TrainJob(this, vectors, chosen, kMeans, hotStart, centroids, inner), M, 1, workers, options.CancellationToken, progress.Add);
        SetCentroids(centroids);
    }

    private readonly struct TrainJob(
        ProductQuantizer quantizer, Rows<float> vectors, int[]? chosen, KMeansOptions kMeans, bool hotStart,
        AlignedBuffer<float> centroids, BuildOptions options)
        : IRangeJob
    {
        public void Run(long start, long end)
        {
            int width = quantizer.DSub;
            for (long m = start; m < end; m++)
            {
                using AlignedBuffer<float> slice = TrainingSample.GatherColumns(vectors, chosen, (int)m * width, width);
                using AlignedBuffer<float> codebook = KMeans.Train(
                    slice.AsRows(width), quantizer.KSub, hotStart ? quantizer.CodebookRows((int)m) : default, kMeans, options);
                codebook.Slice(0, (int)codebook.Count).CopyTo(centroids.Slice(m * codebook.Count, (int)codebook.Count));
            }
        }
    }
}
