using System.Numerics.Tensors;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet.Clustering;

/// <summary>Assigns each of many vectors to the nearest of a few; ties go to the lowest index.</summary>
internal static class NearestCentroid
{
    private const int Block = 1024;

    /// <summary>Fills labels and distances (squared L2, or inner products) of all vectors.</summary>
    public static void Find(
        Rows<float> vectors, Rows<float> centroids, Metric metric, AlignedBuffer<int> labels, AlignedBuffer<float> distances, BuildOptions build)
    {
        var job = new Job(vectors, centroids, metric, labels, distances);
        ParallelRange.Run(job, vectors.Count, Block, build.MaxDegreeOfParallelism, build.CancellationToken);
    }

    private readonly struct Job(
        Rows<float> vectors, Rows<float> centroids, Metric metric, AlignedBuffer<int> labels, AlignedBuffer<float> distances) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                ReadOnlySpan<float> vector = vectors[i];
                int best = 0;
                float bestDistance = metric == Metric.L2 ? float.PositiveInfinity : float.NegativeInfinity;
                for (int c = 0; c < centroids.Count; c++)
                {
                    float distance = metric == Metric.L2 ? Squared(vector, centroids[c]) : TensorPrimitives.Dot(vector, centroids[c]);
                    if (metric == Metric.L2 ? distance < bestDistance : distance > bestDistance)
                        (best, bestDistance) = (c, distance);
                }
                labels[i] = best;
                distances[i] = bestDistance;
            }
        }

        private static float Squared(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        {
            float distance = TensorPrimitives.Distance(x, y);
            return distance * distance;
        }
    }
}
