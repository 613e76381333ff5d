namespace FaissNet.Evaluation;

/// <summary>
/// Three parts of the queries, so that no number is measured on what was learned from: half for training, a quarter to compare candidates and calibrate
/// depths, a quarter to measure the winner.
/// </summary>
/// <param name="Training">Numbers of the queries that transforms may learn from, in random order; none where the data set brings a sample of its own.</param>
/// <param name="Calibration">Numbers of the queries that candidates are compared on, in random order.</param>
/// <param name="Test">Numbers of the queries that measure the winner, ascending.</param>
internal sealed record QuerySplit(int[] Training, int[] Calibration, int[] Test)
{
    // With fewer, a quarter would say nothing about one percent.
    public const int FewestQueries = 100;

    public static QuerySplit Draw(RetrievalDataSet dataSet, int seed)
    {
        int count = checked((int)dataSet.Queries.Count);
        if (count < FewestQueries)
        {
            throw new ArgumentException(
                $"A recommendation takes at least {FewestQueries} queries, a part to learn from, a part to choose by and a part to measure with; there are {count}.",
                nameof(dataSet));
        }
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(seed).Shuffle(order);
        int training = dataSet.QuerySample is null ? count / 2 : 0, test = (count - training) / 2;
        return new QuerySplit(order[..training], order[(training + test)..], [.. order[training..(training + test)].Order()]);
    }
}
