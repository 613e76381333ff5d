using FaissNet.Storage;

namespace FaissNet.Clustering;

internal static partial class KMeans
{
    /// <summary>What one training works with besides the vectors: labels, distances, and the vectors sorted by cluster.</summary>
    private sealed class State(Rows<float> x, int k) : IDisposable
    {
        public Rows<float> X { get; } = x;

        /// <summary>Finds the centroid of each vector.</summary>
        public NearestCentroid Nearest { get; } = new();

        /// <summary>Centroid of each vector.</summary>
        public AlignedBuffer<int> Labels { get; } = new(x.Count);

        /// <summary>Distance of each vector to its centroid.</summary>
        public AlignedBuffer<float> Distances { get; } = new(x.Count);

        /// <summary>Rows of the vectors, cluster after cluster, ascending inside a cluster.</summary>
        public int[] Members { get; } = new int[x.Count];

        /// <summary>Where the members of cluster i begin; entry k is their number.</summary>
        public int[] Starts { get; } = new int[k + 1];

        /// <summary>Vectors per cluster. FAISS splits them in floats, so halves occur.</summary>
        public float[] Weights { get; } = new float[k];

        public void Dispose()
        {
            Nearest.Dispose();
            Labels.Dispose();
            Distances.Dispose();
        }
    }
}
