using System.Diagnostics;

namespace FaissNet.Evaluation;

/// <summary>
/// Measures techniques on one data set: each is built from the same vectors, asked the same queries, and compared with exact float search.
/// </summary>
/// <remarks>
/// <para>Results at exactly equal distance are ranked by ascending id whichever way an index orders them, so that the numbers say something
/// about codes and not about heaps. (FAISS ranks inner products with descending ids; duplicates in the emoji set make that 0.001 of R@1.)
/// Ties across the tenth place are followed to depth 1,024.</para>
/// <para>Thread-safety: one evaluation at a time; they would disturb each other's timing anyway.</para>
/// </remarks>
public sealed class RetrievalEvaluator
{
    // Fast techniques end after the minimum time, slow ones after one repetition; this bounds what is kept in between.
    private const int MaxRepetitions = 25;

    private readonly RetrievalDataSet _dataSet;
    private readonly EvaluationOptions _options;
    private readonly float[] _queries;
    private readonly ExactNeighbours _exact;
    private readonly RelevanceJudgments _relevance;

    /// <summary>Prepares an evaluation: reads the queries and finds their exact neighbours.</summary>
    /// <exception cref="ArgumentException">A value is not finite, or no query has a relevant stored vector.</exception>
    /// <exception cref="InvalidDataException">A file of the data set is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RetrievalEvaluator(RetrievalDataSet dataSet, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataSet);
        _dataSet = dataSet;
        _options = options ?? EvaluationOptions.Default;
        _queries = dataSet.Queries.ReadAll();
        _exact = GroundTruth.Compute(dataSet.Base, _queries, dataSet.Metric, RetrievalMetrics.Depth, _options);
        _relevance = dataSet.Relevance ?? RelevanceJudgments.FromNearest(_exact);
        FloatMetrics = RetrievalMetrics.Compute(_exact.Ids, RetrievalMetrics.Depth, _relevance);
    }

    /// <summary>The metrics of exact float search.</summary>
    public RetrievalMetrics FloatMetrics { get; }

    /// <summary>The queries, n × d, row-major.</summary>
    public ReadOnlyMemory<float> Queries => _queries;

    /// <summary>Builds the technique and measures it.</summary>
    /// <param name="retriever">An empty retriever; it is filled, not disposed of.</param>
    /// <exception cref="ArgumentException">The retriever's dimension is not the data set's.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RetrievalResult Evaluate(IRetriever retriever)
    {
        ArgumentNullException.ThrowIfNull(retriever);
        if (retriever.Dimension != _dataSet.Dimension)
        {
            throw new ArgumentException(
                $"{retriever.Name} has dimension {retriever.Dimension}, the data set {_dataSet.Dimension}.", nameof(retriever));
        }
        double trainSeconds = Train(retriever);
        double addSeconds = Add(retriever);
        // Before the timing, so that it also pays for compilation and cold caches.
        long[] ids = Rank(retriever);
        double queriesPerSecond = MeasureSpeed(retriever);
        return new RetrievalResult
        {
            Name = retriever.Name,
            BytesPerVector = retriever.BytesPerVector,
            Metrics = RetrievalMetrics.Compute(ids, RetrievalMetrics.Depth, _relevance),
            FloatMetrics = FloatMetrics,
            NeighbourRecall10 = RetrievalMetrics.NeighbourRecall(ids, _exact.Ids, RetrievalMetrics.Depth),
            QueriesPerSecond = queriesPerSecond,
            TrainSeconds = trainSeconds,
            AddSeconds = addSeconds,
        };
    }

    private double Train(IRetriever retriever)
    {
        if (!retriever.NeedsTraining)
            return 0;
        float[] sample = _options.MaxTrainingVectors is { } count ? _dataSet.Base.Sample(count) : _dataSet.Base.TrainingSample();
        long start = Stopwatch.GetTimestamp();
        retriever.Train(sample, _options.ToBuildOptions());
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private double Add(IRetriever retriever)
    {
        BuildOptions options = _options.ToBuildOptions() with { Progress = null };
        TimeSpan elapsed = TimeSpan.Zero;
        VectorBlockVisitor add = (_, block) =>
        {
            long start = Stopwatch.GetTimestamp();
            retriever.Add(block, options);
            elapsed += Stopwatch.GetElapsedTime(start);
        };
        _dataSet.Base.VisitBlocks(add, "adding", _options.Progress, _options.CancellationToken);
        return elapsed.TotalSeconds;
    }

    private long[] Rank(IRetriever retriever)
    {
        var ids = new long[_exact.Ids.Length];
        var distances = new float[_exact.Ids.Length];
        TieOrder.Search(
            Find, _queries, _dataSet.Dimension, _dataSet.Base.Count, RetrievalMetrics.Depth, retriever.IsDepthIndependent, distances, ids);
        return ids;

        void Find(ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids)
            => retriever.Search(queries, k, distances, ids, _options.MaxDegreeOfParallelism, _options.CancellationToken);
    }

    private double MeasureSpeed(IRetriever retriever)
    {
        var ids = new long[_exact.Ids.Length];
        var distances = new float[_exact.Ids.Length];
        var seconds = new List<double>(MaxRepetitions);
        double total = 0;
        while (seconds.Count == 0 || (seconds.Count < MaxRepetitions && total < _options.MinimumSearchTime.TotalSeconds))
        {
            long start = Stopwatch.GetTimestamp();
            retriever.Search(_queries, RetrievalMetrics.Depth, distances, ids, _options.MaxDegreeOfParallelism, _options.CancellationToken);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            total += seconds[^1];
        }
        seconds.Sort();
        return _dataSet.Queries.Count / Math.Max(seconds[seconds.Count / 2], 1e-9);
    }
}
