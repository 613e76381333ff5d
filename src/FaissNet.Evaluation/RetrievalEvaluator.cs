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
    private readonly RetrievalDataSet _dataSet;
    private readonly EvaluationOptions _options;
    private readonly float[] _queries;
    private readonly ExactNeighbours _exact;
    private readonly RelevanceJudgments _relevance;
    private readonly FidelityMeter _fidelity;
    private readonly SpeedMeter _speed;
    private readonly float[] _querySample;

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
        FloatScores = QueryScores.Compute(_exact.Ids, RetrievalMetrics.Depth, _relevance);
        FloatMetrics = FloatScores.Average();
        _fidelity = new FidelityMeter(dataSet, _queries);
        _speed = new SpeedMeter(dataSet, _queries, _options);
        _querySample = dataSet.QuerySample?.ReadAll() ?? [];
    }

    /// <summary>The metrics of exact float search.</summary>
    public RetrievalMetrics FloatMetrics { get; }

    /// <summary>How good exact float search is for each query.</summary>
    public QueryScores FloatScores { get; }

    /// <summary>The results of exact float search: queries × 10 ids, best first.</summary>
    public ReadOnlyMemory<long> FloatIds => _exact.Ids;

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
        double trainSeconds, addSeconds;
        long peakBytes;
        using (var memory = new PeakMemory())
        {
            trainSeconds = Train(retriever);
            addSeconds = Add(retriever);
            peakBytes = memory.Bytes;
        }
        // Before the timing, so that it also pays for compilation and cold caches.
        long[] ids = Rank(retriever.Search, retriever.IsDepthIndependent);
        (double p50, double p99) = _speed.Single(retriever);
        var cost = new RetrievalCost
        {
            FileBytes = retriever.MeasureFileBytes(),
            PeakBytes = peakBytes,
            TrainSeconds = trainSeconds,
            AddSeconds = addSeconds,
            QueriesPerSecond = _speed.Batch(retriever),
            LatencyP50 = p50,
            LatencyP99 = p99,
        };
        return Result(retriever, ids, cost);
    }

    private RetrievalResult Result(IRetriever retriever, long[] ids, RetrievalCost cost)
    {
        QueryScores scores = QueryScores.Compute(ids, RetrievalMetrics.Depth, _relevance);
        RetrievalMetrics metrics = scores.Average();
        var bootstrap = new Bootstrap(
            scores.Hits(1), scores.Hits(10), scores.Gains(), FloatScores.Hits(1), FloatScores.Hits(10), FloatScores.Gains());
        return new RetrievalResult
        {
            Name = retriever.Name,
            BytesPerVector = retriever.BytesPerVector,
            Metrics = metrics,
            FloatMetrics = FloatMetrics,
            Scores = scores,
            Ids = ids,
            R1 = bootstrap.Mean(0),
            R10 = bootstrap.Mean(1),
            KeptR1Interval = bootstrap.Ratio(0, 3),
            KeptR10Interval = bootstrap.Ratio(1, 4),
            KeptNdcg10Interval = bootstrap.Ratio(2, 5),
            CeilingMetrics = retriever.SearchesAll
                ? metrics
                : RetrievalMetrics.Compute(Rank(retriever.SearchAll, retriever.IsDepthIndependent), RetrievalMetrics.Depth, _relevance),
            NeighbourRecall10 = RetrievalMetrics.NeighbourRecall(ids, _exact.Ids, RetrievalMetrics.Depth),
            Fidelity = _fidelity.Measure(retriever, _options),
            Cost = cost,
        };
    }

    private double Train(IRetriever retriever)
    {
        if (!retriever.NeedsTraining)
            return 0;
        float[] sample = _options.MaxTrainingVectors is { } count ? _dataSet.Base.Sample(count) : _dataSet.Base.TrainingSample();
        long start = Stopwatch.GetTimestamp();
        retriever.Train(sample, _querySample, _options.ToBuildOptions());
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

    private long[] Rank(RetrieverSearch search, bool isDepthIndependent)
    {
        var ids = new long[_exact.Ids.Length];
        var distances = new float[_exact.Ids.Length];
        TieOrder.Search(
            Find, _queries, _dataSet.Dimension, _dataSet.Base.Count, RetrievalMetrics.Depth, isDepthIndependent, distances, ids);
        return ids;

        void Find(ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids)
            => search(queries, k, distances, ids, _options.MaxDegreeOfParallelism, _options.CancellationToken);
    }

    private delegate void RetrieverSearch(
        ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids, int maxDegreeOfParallelism, CancellationToken cancellationToken);
}
