namespace FaissNet.Evaluation;

/// <summary>What a retrieval system is measured on: stored vectors, queries, and which answers which.</summary>
public sealed class RetrievalDataSet
{
    /// <summary>A data set over vectors that the caller keeps open while it is used.</summary>
    /// <param name="baseVectors">The vectors to store; their ids are 0, 1, 2, …</param>
    /// <param name="queries">The queries; they are read as a whole.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="relevance">
    /// What is relevant; <c>null</c> takes each query's exact nearest neighbour (<see cref="RelevanceJudgments.FromNearest"/>).
    /// </param>
    /// <exception cref="ArgumentException">
    /// Dimensions differ, there are no vectors or queries, or the judgments are not one per query.
    /// </exception>
    public RetrievalDataSet(VectorSource baseVectors, VectorSource queries, Metric metric, RelevanceJudgments? relevance = null)
    {
        ArgumentNullException.ThrowIfNull(baseVectors);
        ArgumentNullException.ThrowIfNull(queries);
        if (baseVectors.Count == 0)
            throw new ArgumentException("There are no vectors to search.", nameof(baseVectors));
        if (queries.Count == 0)
            throw new ArgumentException("There are no queries.", nameof(queries));
        if (baseVectors.Dimension != queries.Dimension)
        {
            throw new ArgumentException(
                $"The queries have dimension {queries.Dimension}, the stored vectors {baseVectors.Dimension}.", nameof(queries));
        }
        if (relevance is not null && relevance.QueryCount != queries.Count)
        {
            throw new ArgumentException(
                $"There are judgments for {relevance.QueryCount} queries, but {queries.Count} queries.", nameof(relevance));
        }
        Base = baseVectors;
        Queries = queries;
        Metric = metric;
        Relevance = relevance;
    }

    /// <summary>The vectors to store.</summary>
    public VectorSource Base { get; }

    /// <summary>The queries.</summary>
    public VectorSource Queries { get; }

    /// <summary>How vectors are compared.</summary>
    public Metric Metric { get; }

    /// <summary>What is relevant; <c>null</c> where each query's exact nearest neighbour is.</summary>
    public RelevanceJudgments? Relevance { get; }

    /// <summary>
    /// Queries like those of <see cref="Queries"/> but not among them, for techniques that learn from queries; <c>null</c> where there are none.
    /// </summary>
    public VectorSource? QuerySample { get; private init; }

    /// <summary>
    /// The number that each query had in the data set that this one was split from, ascending; <c>null</c> where it was not split.
    /// </summary>
    public ReadOnlyMemory<int>? QueryNumbers { get; private init; }

    /// <summary>Number of components of a vector: d.</summary>
    public int Dimension => Base.Dimension;

    /// <summary>
    /// The same data set measured on a part of its queries, drawn at random; the others become <see cref="QuerySample"/>. What learns from
    /// queries is then measured on queries that it has not seen.
    /// </summary>
    /// <param name="share">Share of the queries to hold out for measuring, between 0 and 1.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share leaves no query on one of the sides.</exception>
    public RetrievalDataSet HoldOut(double share = 0.5, int seed = 1)
    {
        int count = checked((int)Queries.Count), kept = (int)Math.Round(count * share);
        if (!(share > 0 && share < 1) || kept == 0 || kept == count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(share), share, $"A share of {share} of {count} queries leaves none to measure or none to learn from.");
        }
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(seed).Shuffle(order);
        int[] heldOut = [.. order[..kept].Order()], sample = [.. order[kept..].Order()];
        float[] all = Queries.ReadAll();
        return Part(all, heldOut, Rows(all, sample));
    }

    /// <summary>The same data set measured on some of its queries.</summary>
    /// <param name="all">All queries, as they were read.</param>
    /// <param name="numbers">Which of them to measure, ascending.</param>
    /// <param name="sample">Queries to learn from.</param>
    internal RetrievalDataSet Part(float[] all, int[] numbers, VectorSource? sample)
        => new(Base, Rows(all, numbers), Metric, Relevance?.Of(numbers)) { QuerySample = sample, QueryNumbers = numbers };

    /// <summary>A data set whose relevance is given by item labels, one per vector (see <see cref="NpyIntegers"/>).</summary>
    /// <param name="baseVectors">The vectors to store; their ids are 0, 1, 2, …</param>
    /// <param name="queries">The queries; they are read as a whole.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="baseItems">The item of each stored vector.</param>
    /// <param name="queryItems">The item of each query.</param>
    /// <exception cref="ArgumentException">The labels are not one per vector, or the two sides do not fit together.</exception>
    public static RetrievalDataSet FromItems(
        VectorSource baseVectors, VectorSource queries, Metric metric, ReadOnlySpan<long> baseItems, ReadOnlySpan<long> queryItems)
    {
        ArgumentNullException.ThrowIfNull(baseVectors);
        ArgumentNullException.ThrowIfNull(queries);
        if (baseItems.Length != baseVectors.Count)
        {
            throw new ArgumentException(
                $"There are {baseItems.Length} item labels for {baseVectors.Count} stored vectors.", nameof(baseItems));
        }
        if (queryItems.Length != queries.Count)
            throw new ArgumentException($"There are {queryItems.Length} item labels for {queries.Count} queries.", nameof(queryItems));
        return new RetrievalDataSet(baseVectors, queries, metric, RelevanceJudgments.FromItems(baseItems, queryItems));
    }

    internal VectorSource Rows(float[] all, int[] rows)
    {
        var picked = new float[rows.Length * Dimension];
        for (int i = 0; i < rows.Length; i++)
            all.AsSpan(rows[i] * Dimension, Dimension).CopyTo(picked.AsSpan(i * Dimension));
        return VectorSource.FromArray(picked, Dimension);
    }
}
