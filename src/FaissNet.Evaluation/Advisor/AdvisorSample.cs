namespace FaissNet.Evaluation;

/// <summary>A part of a data set, small enough to try many candidates on: some queries, what is relevant to them, and other vectors beside it.</summary>
internal sealed class AdvisorSample
{
    private AdvisorSample(float[] vectors, float[] queries, RelevanceJudgments relevance, QueryScores exact)
    {
        Vectors = vectors;
        Queries = queries;
        Relevance = relevance;
        Exact = exact;
    }

    /// <summary>Stored vectors, n × d.</summary>
    public float[] Vectors { get; }

    /// <summary>Queries, m × d.</summary>
    public float[] Queries { get; }

    /// <summary>What is relevant among these vectors.</summary>
    public RelevanceJudgments Relevance { get; }

    /// <summary>How good exact search among these vectors is.</summary>
    public QueryScores Exact { get; }

    /// <summary>Draws a sample.</summary>
    /// <param name="dataSet">The whole.</param>
    /// <param name="allQueries">Its queries.</param>
    /// <param name="numbers">The queries to take.</param>
    /// <param name="count">Stored vectors to take; more where more are relevant.</param>
    /// <param name="options">Seed, threads, cancellation.</param>
    public static AdvisorSample Draw(RetrievalDataSet dataSet, float[] allQueries, int[] numbers, long count, AdvisorOptions options)
    {
        RelevanceJudgments? relevance = dataSet.Relevance?.Of(numbers);
        float[] queries = dataSet.Rows(allQueries, numbers).ReadAll();
        float[] vectors;
        if (count >= dataSet.Base.Count)
        {
            vectors = dataSet.Base.ReadAll();
        }
        else
        {
            long[] rows = Rows(dataSet.Base.Count, count, relevance, options.Seed);
            vectors = Read(dataSet.Base, rows);
            relevance = relevance is null ? null : Renumbered(relevance, rows);
        }
        ExactNeighbours exact = GroundTruth.Compute(
            VectorSource.FromArray(vectors, dataSet.Dimension), queries, dataSet.Metric, RetrievalMetrics.Depth, options.ToEvaluationOptions());
        relevance ??= RelevanceJudgments.FromNearest(exact);
        return new AdvisorSample(vectors, queries, relevance, QueryScores.Compute(exact.Ids, exact.K, relevance));
    }

    /// <summary>All relevant rows, and random ones up to the number wanted, ascending.</summary>
    private static long[] Rows(long all, long wanted, RelevanceJudgments? relevance, int seed)
    {
        var rows = new SortedSet<long>();
        for (int query = 0; query < (relevance?.QueryCount ?? 0); query++)
        {
            foreach (long id in relevance!.RelevantTo(query))
                rows.Add(id);
        }
        var random = new Random(seed);
        while (rows.Count < wanted)
            rows.Add(random.NextInt64(all));
        return [.. rows];
    }

    private static float[] Read(VectorSource source, long[] rows)
    {
        var vectors = new float[rows.Length * source.Dimension];
        for (int i = 0; i < rows.Length; i++)
            source.ReadRows(rows[i], 1, vectors.AsSpan(i * source.Dimension, source.Dimension));
        return vectors;
    }

    private static RelevanceJudgments Renumbered(RelevanceJudgments relevance, long[] rows)
    {
        var limits = new long[relevance.QueryCount + 1];
        var ids = new List<long>();
        for (int query = 0; query < relevance.QueryCount; query++)
        {
            foreach (long id in relevance.RelevantTo(query))
                ids.Add(Array.BinarySearch(rows, id));
            limits[query + 1] = ids.Count;
        }
        return RelevanceJudgments.FromLists(limits, [.. ids]);
    }
}
