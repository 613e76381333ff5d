using System.Diagnostics;

namespace FaissNet.Evaluation;

/// <summary>Builds candidates on a sample and measures every setting of their search.</summary>
internal sealed class TrialRunner(
    AdvisorSample sample, float[] trainingQueries, RetrievalDataSet whole, AdvisorOptions options)
{
    private const int TimedQueries = 32;

    private readonly EvaluationOptions _evaluation = options.ToEvaluationOptions();
    private readonly int _dimension = whole.Dimension;
    private readonly float[] _reference = options.Metric.Values(sample.Exact);

    private int VectorCount => sample.Vectors.Length / _dimension;

    /// <summary>Measures one candidate.</summary>
    /// <returns>One trial per setting; none where the candidate cannot be trained on these vectors.</returns>
    public AdvisorTrial[] Run(Candidate candidate)
    {
        string factory = candidate.FactoryFor(VectorCount, whole.Base.Count);
        VectorIndex index = VectorIndex.Create(_dimension, factory, whole.Metric);
        using var retriever = new IndexRetriever(index);
        try
        {
            if (retriever.NeedsTraining)
                retriever.Train(sample.Vectors, trainingQueries, _evaluation.ToBuildOptions());
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // Fewer vectors than centroids, or no queries where they are needed: not a candidate here.
            return [];
        }
        long shared = retriever.MeasureFileBytes() ?? 0;
        index.Add(sample.Vectors, _evaluation.ToBuildOptions());
        double each = ((retriever.MeasureFileBytes() ?? 0) - shared) / (double)VectorCount;
        long memory = shared + (long)(each * whole.Base.Count);
        return Array.ConvertAll(SearchEffort.Grid(factory), effort => Measure(candidate, index, effort, memory));
    }

    private AdvisorTrial Measure(Candidate candidate, VectorIndex index, SearchEffort effort, long memory)
    {
        QueryScores scores = effort.Score(index, sample.Queries, sample.Relevance, _evaluation);
        // Lists are as long as they will be; what has none takes time with the number of vectors.
        double scale = candidate.HasLists ? 1 : (double)whole.Base.Count / VectorCount;
        return new AdvisorTrial
        {
            Factory = candidate.FactoryFor(whole.Base.Count, whole.Base.Count),
            Family = candidate.Family,
            NProbe = effort.NProbe,
            RefineFactor = effort.RefineFactor,
            BytesPerVector = candidate.Bytes,
            MemoryBytes = memory,
            Latency = Latency(index, effort) * scale,
            Metrics = scores.Average(),
            Retention = new Bootstrap(options.Metric.Values(scores), _reference).Ratio(0, 1),
            VectorCount = VectorCount,
        };
    }

    private double Latency(VectorIndex index, SearchEffort effort)
    {
        SearchOptions search = effort.Options with { MaxDegreeOfParallelism = 1, CancellationToken = options.CancellationToken };
        var distances = new float[RetrievalMetrics.Depth];
        var ids = new long[RetrievalMetrics.Depth];
        int count = Math.Min(TimedQueries, sample.Queries.Length / _dimension);
        var milliseconds = new double[count];
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            index.Search(sample.Queries.AsSpan(i * _dimension, _dimension), RetrievalMetrics.Depth, distances, ids, search);
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(milliseconds);
        return milliseconds[count / 2];
    }
}
