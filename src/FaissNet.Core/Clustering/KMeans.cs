using System.Numerics.Tensors;
using FaissNet.Storage;

namespace FaissNet.Clustering;

/// <summary>
/// k-means as FAISS's <c>Clustering</c> does it: the same sample, the same starts, sums in the order of the training vectors, the same splitting
/// of empty clusters, so that centroids agree with FAISS's. The result does not depend on the number of threads.
/// </summary>
internal static partial class KMeans
{
    // Far apart, so that the starts of different runs do not share permutations. FAISS's constant.
    private const int RedoSeedStep = 15486557;

    /// <summary>Finds <paramref name="k"/> centroids (k × d, row-major).</summary>
    /// <exception cref="ArgumentException">There are fewer vectors than centroids.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AlignedBuffer<float> Train(Rows<float> vectors, int k, KMeansOptions options, BuildOptions build)
        => Train(vectors, k, default, options, build);

    /// <summary>Finds <paramref name="k"/> centroids from those in <paramref name="start"/> (k × d), or from drawn vectors where it is empty.</summary>
    /// <exception cref="ArgumentException">There are fewer vectors than centroids.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AlignedBuffer<float> Train(Rows<float> vectors, int k, Rows<float> start, KMeansOptions options, BuildOptions build)
    {
        RequireEnough(vectors.Count, k);
        using AlignedBuffer<float>? sample = TrainingSample.Take(vectors, (long)k * options.MaxPointsPerCentroid, options.Seed);
        Rows<float> training = sample is null ? vectors : sample.AsRows(vectors.Width);
        // With as many centroids as vectors there is nothing to find. FAISS copies from what it was given, not from its sample.
        if (training.Count == k)
            return Copy(vectors.Slice(0, k));
        if (training.Count > int.MaxValue)
            throw new ArgumentException($"Training takes at most {int.MaxValue} vectors, but {training.Count} were given.", nameof(vectors));
        return Run(training, k, start, options, build);
    }

    /// <summary>Throws the exception for too few training vectors.</summary>
    public static void RequireEnough(long count, int k)
    {
        if (count < k)
            throw new ArgumentException($"Training {k} centroids takes at least {k} vectors, but only {count} were given.", "vectors");
    }

    private static AlignedBuffer<float> Run(Rows<float> x, int k, Rows<float> start, KMeansOptions options, BuildOptions build)
    {
        AlignedBuffer<float>? best = null;
        float bestObjective = 0;
        using var state = new State(x, k);
        for (int redo = 0; redo < options.Redo; redo++)
        {
            var centroids = new AlignedBuffer<float>((long)k * x.Width);
            if (start.IsEmpty)
                Start(x, centroids.AsRows(x.Width), options, redo);
            else
                start.AsSpan().CopyTo(centroids.Slice(0, (int)centroids.Count));
            for (int iteration = 0; iteration < options.Iterations; iteration++)
            {
                state.Nearest.Set(centroids.AsRows(x.Width));
                state.Nearest.Find(x, options.Metric, state.Labels.AsRows(1), state.Distances.AsRows(1), build);
                Update(state, centroids.AsRows(x.Width), build);
                Split(centroids.AsRows(x.Width), state.Weights, x.Count);
                PostProcess(centroids.AsRows(x.Width), options);
                Report(options, build, redo * options.Iterations + iteration + 1);
            }
            float objective = options.Redo > 1 ? Objective(state) : 0;
            bool better = best is null || (options.Metric == Metric.InnerProduct ? objective > bestObjective : objective < bestObjective);
            (better ? best : centroids)?.Dispose();
            if (better)
                (best, bestObjective) = (centroids, objective);
        }
        return best ?? throw new ArgumentOutOfRangeException(nameof(options), options.Redo, "Redo must be at least 1.");
    }

    private static void Start(Rows<float> x, Rows<float> centroids, KMeansOptions options, int redo)
    {
        int[] permutation = RandomGenerator.RandPerm((int)x.Count, options.Seed + 1 + redo * (long)RedoSeedStep);
        for (int i = 0; i < centroids.Count; i++)
            x[permutation[i]].CopyTo(centroids[i]);
        PostProcess(centroids, options);
    }

    private static void PostProcess(Rows<float> centroids, KMeansOptions options)
    {
        if (!options.Spherical)
            return;
        for (long i = 0; i < centroids.Count; i++)
        {
            Span<float> centroid = centroids[i];
            float norm = FourLaneSum.SquaredNorm(centroid);
            if (norm > 0)
                TensorPrimitives.Multiply(centroid, 1 / MathF.Sqrt(norm), centroid);
        }
    }

    private static float Objective(State state)
    {
        float sum = 0;
        foreach (float distance in state.Distances.AsRows(1).AsSpan())
            sum += distance;
        return sum;
    }

    private static void Report(KMeansOptions options, BuildOptions build, int done)
    {
        if (options.Stage is { } stage)
            build.Progress?.Report(new BuildProgress(stage, done, (long)options.Redo * options.Iterations));
    }

    private static AlignedBuffer<float> Copy(Rows<float> rows)
    {
        var copy = new AlignedBuffer<float>();
        copy.Append(rows);
        return copy;
    }
}
