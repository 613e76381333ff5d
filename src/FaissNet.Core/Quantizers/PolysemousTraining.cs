using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet.Quantizers;

/// <summary>
/// Renumbers the centroids of each sub-quantizer so that the Hamming distance of two numbers tells how far apart the centroids are (Douze, Jégou
/// and Perronnin, "Polysemous codes", 2016). Distances to codes stay the same. FAISS: <c>PolysemousTraining</c> with its defaults, whose
/// permutations this reproduces; factory strings "PQm" ask for it, "PQmnp" do not.
/// </summary>
internal static class PolysemousTraining
{
    /// <summary>Steps of one run of simulated annealing. FAISS: <c>n_iter</c>.</summary>
    public const int DefaultIterations = 500_000;

    private const string Stage = "polysemous";

    // FAISS's limit for all workers together.
    private const long MaxMemory = 20L << 30;

    /// <summary>Renumbers all centroids of a trained quantizer. Cancelled, it leaves them as they were.</summary>
    public static void Apply(ProductQuantizer quantizer, BuildOptions options, int iterations = DefaultIterations)
    {
        long memory = PolysemousAnnealing.MemoryOf(quantizer.KSub);
        if (memory >= MaxMemory)
            throw new ArgumentException(
                $"Polysemous training of {quantizer.NBits} bits would take {memory} bytes per sub-quantizer; train without it (factory suffix np).",
                nameof(quantizer));
        int workers = (int)Math.Min(ParallelRange.Workers(options.MaxDegreeOfParallelism), MaxMemory / memory);
        var centroids = new AlignedBuffer<float>(quantizer.Centroids.Count);
        var progress = new BuildCounter(options, Stage, quantizer.M);
        ParallelRange.Run(
            new Job(quantizer, centroids.AsRows(quantizer.DSub), iterations, options.CancellationToken),
            quantizer.M, 1, workers, options.CancellationToken, progress.Add);
        quantizer.SetCentroids(centroids);
    }

    private readonly struct Job(ProductQuantizer quantizer, Rows<float> renumbered, int iterations, CancellationToken cancellationToken) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (int m = (int)start; m < end; m++)
            {
                Rows<float> codebook = quantizer.CodebookRows(m);
                using var annealing = new PolysemousAnnealing(codebook, quantizer.NBits);
                int[] permutation = annealing.Run(iterations, cancellationToken);
                for (int i = 0; i < permutation.Length; i++)
                    codebook[i].CopyTo(renumbered[(long)m * quantizer.KSub + permutation[i]]);
            }
        }
    }
}
