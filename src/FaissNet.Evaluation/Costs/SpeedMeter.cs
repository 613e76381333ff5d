using System.Diagnostics;

namespace FaissNet.Evaluation;

/// <summary>Times searches of a warm technique.</summary>
internal sealed class SpeedMeter(RetrievalDataSet dataSet, float[] queries, EvaluationOptions options)
{
    // Fast techniques end after the minimum time, slow ones after one repetition; this bounds what is kept in between.
    private const int MaxRepetitions = 25;

    // Enough for a 99th percentile, over which ten queries lie.
    private const int MostLatencies = 1000;

    private const int LeastLatencies = 20;
    private const int K = RetrievalMetrics.Depth;

    /// <summary>Queries per second of all queries together.</summary>
    public double Batch(IRetriever retriever)
    {
        int count = (int)dataSet.Queries.Count;
        var ids = new long[count * K];
        var distances = new float[count * K];
        var seconds = new List<double>(MaxRepetitions);
        double total = 0;
        while (seconds.Count == 0 || (seconds.Count < MaxRepetitions && total < options.MinimumSearchTime.TotalSeconds))
        {
            long start = Stopwatch.GetTimestamp();
            retriever.Search(queries, K, distances, ids, options.MaxDegreeOfParallelism, options.CancellationToken);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            total += seconds[^1];
        }
        seconds.Sort();
        return count / Math.Max(seconds[seconds.Count / 2], 1e-9);
    }

    /// <summary>Median and 99th percentile of one query alone on one thread, in milliseconds.</summary>
    public (double P50, double P99) Single(IRetriever retriever)
    {
        int dimension = dataSet.Dimension, count = (int)dataSet.Queries.Count;
        var ids = new long[K];
        var distances = new float[K];
        var milliseconds = new List<double>(MostLatencies);
        double total = 0;
        // The first query alone takes another way through the code than the batch did, and warms it.
        for (int i = -1; i < MostLatencies && (i < LeastLatencies || total < options.MinimumSearchTime.TotalMilliseconds); i++)
        {
            int query = Math.Max(i, 0) % count;
            long start = Stopwatch.GetTimestamp();
            retriever.Search(queries.AsSpan(query * dimension, dimension), K, distances, ids, 1, options.CancellationToken);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (i < 0)
                continue;
            milliseconds.Add(elapsed);
            total += elapsed;
        }
        milliseconds.Sort();
        return (milliseconds[milliseconds.Count / 2], milliseconds[(int)(0.99 * (milliseconds.Count - 1))]);
    }
}
