using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet.Clustering;

internal static partial class KMeans
{
    private const int SplitSeed = 1234;
    private const float Epsilon = 1 / 1024f;

    /// <summary>Each centroid becomes the mean of its members; a centroid without members becomes zero.</summary>
    private static void Update(State state, Rows<float> centroids, BuildOptions build)
    {
        SortByCluster(state);
        long chunk = Math.Max(1, centroids.Count / 64);
        ParallelRange.Run(
            new UpdateJob(state, centroids), centroids.Count, chunk, build.MaxDegreeOfParallelism, build.CancellationToken);
    }

    /// <summary>A counting sort: stable, so that each centroid sums its members in the order of the training vectors, as FAISS does.</summary>
    private static void SortByCluster(State state)
    {
        Span<int> labels = state.Labels.AsRows(1).AsSpan();
        int[] starts = state.Starts;
        Array.Clear(starts);
        foreach (int label in labels)
            starts[label + 1]++;
        for (int i = 0; i + 1 < starts.Length; i++)
        {
            state.Weights[i] = starts[i + 1];
            starts[i + 1] += starts[i];
        }
        // Filling moves each start to the start of the next cluster, so afterwards everything is shifted back by one.
        for (int i = 0; i < labels.Length; i++)
            state.Members[starts[labels[i]]++] = i;
        Array.Copy(starts, 0, starts, 1, starts.Length - 1);
        starts[0] = 0;
    }

    /// <summary>
    /// Gives every empty cluster one half of a large one: the two centroids are moved apart by a factor of 1 ± 1/1024 per coordinate, with
    /// alternating signs. The cluster is drawn with a probability that grows with its size, by a generator that starts anew each iteration.
    /// </summary>
    private static void Split(Rows<float> centroids, float[] weights, long count)
    {
        int k = weights.Length;
        var generator = new RandomGenerator(SplitSeed);
        for (int empty = 0; empty < k; empty++)
        {
            if (weights[empty] != 0)
                continue;
            int donor = 0;
            while (!(generator.RandFloat() < (float)((weights[donor] - 1.0) / (float)(count - k))))
                donor = (donor + 1) % k;
            Span<float> to = centroids[empty];
            Span<float> from = centroids[donor];
            from.CopyTo(to);
            for (int j = 0; j < to.Length; j++)
            {
                float sign = (j & 1) == 0 ? Epsilon : -Epsilon;
                to[j] *= 1 + sign;
                from[j] *= 1 - sign;
            }
            weights[empty] = weights[donor] / 2;
            weights[donor] -= weights[empty];
        }
    }

    private readonly struct UpdateJob(State state, Rows<float> centroids) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                Span<float> centroid = centroids[i];
                centroid.Clear();
                ReadOnlySpan<int> members = state.Members.AsSpan(state.Starts[i]..state.Starts[i + 1]);
                foreach (int member in members)
                    Accumulate(state.X[member], centroid);
                if (members.Length > 0)
                    TensorPrimitives.Multiply(centroid, 1f / members.Length, centroid);
            }
        }

        /// <summary>sum += row, inline: slices of product quantizers are a few floats long, and calls would cost more than the sums.</summary>
        private static void Accumulate(ReadOnlySpan<float> row, Span<float> sum)
        {
            ReadOnlySpan<Vector<float>> rows = MemoryMarshal.Cast<float, Vector<float>>(row);
            Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(sum)[..rows.Length];
            for (int j = 0; j < rows.Length; j++)
                sums[j] += rows[j];
            for (int j = rows.Length * Vector<float>.Count; j < row.Length; j++)
                sum[j] += row[j];
        }
    }
}
