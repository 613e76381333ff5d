using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet.Clustering;

/// <summary>Assigns each of many vectors to the nearest of a few; ties go to the lowest index. Setting must run alone.</summary>
internal sealed class NearestCentroid : IDisposable
{
    private const int Block = 960;

    private readonly PackedPanel _panel = new();

    /// <summary>Takes the vectors among which to search.</summary>
    public unsafe void Set(Rows<float> centroids) => _panel.Pack(centroids.Pointer, centroids.Count, centroids.Width);

    /// <summary>Fills labels and distances (squared L2, or inner products) of all vectors, on several threads.</summary>
    public void Find(Rows<float> vectors, Metric metric, Rows<int> labels, Rows<float> distances, BuildOptions options)
        => ParallelRange.Run(
            new Job(_panel, vectors, metric, labels, distances), vectors.Count, Block, options.MaxDegreeOfParallelism, options.CancellationToken);

    public void Dispose() => _panel.Dispose();

    private readonly struct Job(PackedPanel panel, Rows<float> vectors, Metric metric, Rows<int> labels, Rows<float> distances) : IRangeJob
    {
        public unsafe void Run(long start, long end)
        {
            DistanceTile.Nearest(vectors.RowPointer(start), end - start, panel, metric, labels.RowPointer(start), distances.RowPointer(start));
            // Nothing is near a vector whose distances overflow; like FAISS 1.7.3, count it to the first centroid.
            for (long i = start; i < end; i++)
            {
                if (labels[i][0] < 0)
                    labels[i][0] = 0;
            }
        }
    }
}
