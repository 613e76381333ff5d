using FaissNet.Quantizers;
using FaissNet.Storage;

namespace FaissNet.Clustering;

/// <summary>
/// The centroids of a binary inverted file as FAISS trains them: k-means over bits as ±1, and of each centroid the signs. The sample is held as floats,
/// 32 times its size in bits.
/// </summary>
internal static class BinaryCentroids
{
    private const int Iterations = 10;

    /// <summary>Finds <paramref name="k"/> centroids, k × d / 8.</summary>
    public static AlignedBuffer<byte> Train(Rows<byte> vectors, int k, BuildOptions options)
    {
        KMeans.RequireEnough(vectors.Count, k);
        var kMeans = new KMeansOptions { Iterations = Iterations, Stage = "coarse centroids" };
        using AlignedBuffer<float> sample = Sample(vectors, (long)k * kMeans.MaxPointsPerCentroid);
        int dimension = 8 * vectors.Width;
        using AlignedBuffer<float> trained = KMeans.Train(sample.AsRows(dimension), k, kMeans, options);
        Rows<float> centroids = trained.AsRows(dimension);
        var bits = new AlignedBuffer<byte>((long)k * vectors.Width);
        Rows<byte> rows = bits.AsRows(vectors.Width);
        for (int i = 0; i < k; i++)
            BitVectors.PackPositive(centroids[i], rows[i]);
        return bits;
    }

    private static AlignedBuffer<float> Sample(Rows<byte> vectors, long most)
    {
        int[]? chosen = TrainingSample.Choose(vectors.Count, most);
        long count = chosen?.Length ?? vectors.Count;
        int dimension = 8 * vectors.Width;
        var sample = new AlignedBuffer<float>(count * dimension);
        Rows<float> rows = sample.AsRows(dimension);
        for (long i = 0; i < count; i++)
            BitVectors.Expand(vectors[chosen is null ? i : chosen[i]], rows[i]);
        return sample;
    }
}
