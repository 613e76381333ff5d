using FaissNet.Storage;

namespace FaissNet;

/// <summary>Which list each vector belongs to.</summary>
internal static class Assignment
{
    private const int BlockRows = 1 << 16;

    /// <summary>Finds the nearest centroid of each vector; −1 where a vector is so far out that no distance is a number.</summary>
    /// <param name="coarse">The centroids.</param>
    /// <param name="vectors">n × d.</param>
    /// <param name="lists">Receives n list numbers.</param>
    /// <param name="options">Threads and cancellation.</param>
    public static void Assign(VectorIndex coarse, Rows<float> vectors, Rows<int> lists, BuildOptions options)
    {
        var search = new SearchOptions
        {
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
            CancellationToken = options.CancellationToken,
        };
        long largest = Math.Min(BlockRows, vectors.Count);
        using var distances = new Scratch<float>(largest, 1);
        using var ids = new Scratch<long>(largest, 1);
        for (long start = 0; start < vectors.Count; start += BlockRows)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            long rows = Math.Min(BlockRows, vectors.Count - start);
            coarse.SearchInner(vectors.Slice(start, rows), distances.Rows.Slice(0, rows), ids.Rows.Slice(0, rows), search);
            for (long i = 0; i < rows; i++)
                lists[start + i][0] = (int)ids.Rows[i][0];
        }
    }
}
