using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>A batch with k = 1 against one packed panel: what assigns vectors to lists.</summary>
internal static unsafe class NearestSearch
{
    private const int Chunk = 480;

    public static void Search(
        PackedPanel panel, Metric metric, Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
        => ParallelRange.Run(
            new Job(panel, metric, queries, distances, ids), queries.Count, Chunk, options.MaxDegreeOfParallelism, options.CancellationToken);

    private readonly struct Job(PackedPanel panel, Metric metric, Rows<float> queries, Rows<float> distances, Rows<long> ids) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int* nearest = stackalloc int[Chunk];
            DistanceTile.Nearest(queries.RowPointer(start), end - start, panel, metric, nearest, distances.RowPointer(start));
            for (long i = start; i < end; i++)
                ids.Pointer[i] = nearest[i - start];
        }
    }
}
