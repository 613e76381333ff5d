namespace FaissNet.Evaluation;

/// <summary>
/// Successive halving: all candidates on a small sample, the better half of them on twice as much, until few are left on the whole sample. (Jamieson and
/// Talwalkar, "Non-stochastic Best Arm Identification", AISTATS 2016.)
/// </summary>
internal sealed class AdvisorSearch(RetrievalDataSet dataSet, AdvisorOptions options, QuerySplit split, float[] allQueries)
{
    private const int Finalists = 5;
    private const int BestPerLimit = 2;
    private const int FewestVectors = 2048;
    private const int FewestQueries = 200;
    private const int MostTrainingQueries = 20_000;

    private readonly AdvisorJudge _judge = new(options);

    private readonly float[] _trainingQueries = dataSet.QuerySample?.Sample(MostTrainingQueries, options.Seed)
        ?? dataSet.Rows(allQueries, split.Training[..Math.Min(split.Training.Length, MostTrainingQueries)]).ReadAll();

    /// <summary>The best setting of each finalist, the best first.</summary>
    /// <param name="candidates">At least one.</param>
    public List<AdvisorTrial> Run(IReadOnlyList<Candidate> candidates)
    {
        int rounds = Rounds(candidates.Count);
        List<AdvisorTrial> ranked = [];
        for (int round = 1; round <= rounds; round++)
        {
            bool isLast = round == rounds;
            var best = new List<AdvisorTrial>();
            foreach (AdvisorTrial[] settings in Measure(candidates, round, rounds, $"round {round} of {rounds}"))
                best.Add(_judge.Rank(settings, isLast)[0]);
            ranked = _judge.Rank(best, isLast);
            candidates = Pick(candidates, ranked.Take(Math.Max(Finalists, (candidates.Count + 1) / 2)));
        }
        return [.. ranked.Select(_judge.Judge)];
    }

    /// <summary>
    /// Where nothing keeps to all limits: every setting of the candidates that do best under a single one of them, measured on the whole sample.
    /// </summary>
    /// <param name="candidates">Also those that the limits rule out.</param>
    public List<AdvisorTrial> Survey(IReadOnlyList<Candidate> candidates)
    {
        AdvisorTrial[] all = [.. Measure(candidates, 1, Rounds(candidates.Count), "survey").SelectMany(settings => settings)];
        IEnumerable<AdvisorTrial> best = _judge.Given.SelectMany(
            limit => _judge.Only(limit).Rank(all, strict: false).DistinctBy(trial => trial.Factory).Take(BestPerLimit));
        return [.. Measure(Pick(candidates, best), 1, 1, "survey, whole sample").SelectMany(settings => settings).Select(_judge.Judge)];
    }

    private static int Rounds(int candidates)
    {
        int rounds = 1;
        for (int left = candidates; left > Finalists; left = (left + 1) / 2)
            rounds++;
        return rounds;
    }

    private List<Candidate> Pick(IEnumerable<Candidate> candidates, IEnumerable<AdvisorTrial> trials)
    {
        HashSet<string> names = [.. trials.Select(trial => trial.Factory)];
        return [.. candidates.Where(candidate => names.Contains(candidate.FactoryFor(dataSet.Base.Count, dataSet.Base.Count)))];
    }

    /// <summary>All settings of every candidate that can be trained, on the sample of a round.</summary>
    private IEnumerable<AdvisorTrial[]> Measure(IReadOnlyList<Candidate> candidates, int round, int rounds, string stage)
    {
        int share = 1 << (rounds - round);
        long vectors = Math.Max(Math.Min(dataSet.Base.Count, options.MaxSampleVectors) / share, FewestVectors);
        int queries = Math.Max(Math.Min(split.Calibration.Length, options.MaxSampleQueries) / share, FewestQueries);
        AdvisorSample sample = AdvisorSample.Draw(
            dataSet, allQueries, split.Calibration[..Math.Min(queries, split.Calibration.Length)], vectors, options);
        var runner = new TrialRunner(sample, _trainingQueries, dataSet, options);
        for (int i = 0; i < candidates.Count; i++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            options.Progress?.Report(new BuildProgress(stage, i, candidates.Count));
            if (runner.Run(candidates[i]) is { Length: > 0 } settings)
                yield return settings;
        }
        options.Progress?.Report(new BuildProgress(stage, candidates.Count, candidates.Count));
    }
}
