namespace FaissNet.Evaluation;

/// <summary>
/// Finds the index that suits a data set: tries codes, transforms, numbers of probes and depths of re-ranking on the user's own vectors and queries,
/// and builds the best of those that keep to the limits.
/// </summary>
/// <remarks>
/// <para>Half of the queries are what transforms learn from, a quarter is what candidates are compared on and depths are calibrated with, and the last quarter
/// measures the winner, so that no number is better than it will be in use. Candidates are compared by successive halving: all on a small sample, the better half on
/// twice as much, and so on.</para>
/// <para>The same seed chooses the same index at any number of threads, unless latency is limited or preferred: that is measured.
/// Thread-safety: one recommendation at a time; they would disturb each other's timing anyway.</para>
/// </remarks>
public static class Advisor
{
    /// <summary>Recommends an index.</summary>
    /// <param name="dataSet">
    /// The vectors to store and real queries, at least a hundred; with relevance judgments where there are some. Where it has a
    /// <see cref="RetrievalDataSet.QuerySample"/>, transforms learn from that, and all queries are for choosing and measuring.
    /// </param>
    /// <param name="options">Limits, preference, threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">There are too few queries, none has a relevant vector, or no candidate suits the data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidDataException">A file of the data set is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Recommendation Recommend(RetrievalDataSet dataSet, AdvisorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataSet);
        options = (options ?? AdvisorOptions.Default).Checked();
        QuerySplit split = QuerySplit.Draw(dataSet, options.Seed);
        List<Candidate> candidates = CandidateSpace.For(dataSet.Dimension, dataSet.Metric, dataSet.Base.Count, options);
        if (candidates.Count == 0)
            throw new ArgumentException("The C# engine can make none of the candidates for these vectors.", nameof(options));
        float[] allQueries = dataSet.Queries.ReadAll();
        var search = new AdvisorSearch(dataSet, options, split, allQueries);
        Candidate[] small = [.. candidates.Where(candidate => !(candidate.Bytes > options.MaxBytes))];
        List<AdvisorTrial> finalists = small.Length == 0 ? [] : search.Run(small);
        var explanation = new AdvisorExplanation(options, candidates.Count, small.Length);
        if (finalists is [{ Breaks.Count: 0 } winner, ..])
        {
            RecommendedIndex built = RecommendedIndex.Build(dataSet, options, split, allQueries, winner);
            return new Recommendation(built, finalists, [], explanation.Choice(finalists, built));
        }
        List<AdvisorTrial> known = [.. finalists, .. search.Survey(candidates)];
        LimitFinding[] limits = AdvisorExplanation.Limits(new AdvisorJudge(options), known);
        return new Recommendation(null, finalists, limits, explanation.Refusal(limits));
    }
}
