using System.Numerics.Tensors;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>The difference between a vector and the centroid of its list, which is what most inverted files encode.</summary>
internal static class Residuals
{
    private const int Chunk = 4096;

    /// <summary>vector − centroid; zero where the list is −1.</summary>
    public static void Compute(Rows<float> vectors, Rows<int> lists, Rows<float> centroids, Rows<float> residuals, BuildOptions options)
        => ParallelRange.Run(
            new Job(vectors, lists, centroids, residuals), vectors.Count, Chunk, options.MaxDegreeOfParallelism, options.CancellationToken);

    /// <summary>Adds to each residual the centroid of its list, in place.</summary>
    public static void AddCentroids(Rows<float> residuals, Rows<int> lists, Rows<float> centroids)
    {
        for (long i = 0; i < residuals.Count; i++)
            TensorPrimitives.Add(residuals[i], centroids[lists[i][0]], residuals[i]);
    }

    private readonly struct Job(Rows<float> vectors, Rows<int> lists, Rows<float> centroids, Rows<float> residuals) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                int list = lists[i][0];
                if (list < 0)
                    residuals[i].Clear();
                else
                    TensorPrimitives.Subtract(vectors[i], centroids[list], residuals[i]);
            }
        }
    }
}
