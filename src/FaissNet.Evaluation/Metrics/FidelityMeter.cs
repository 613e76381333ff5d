using System.Numerics.Tensors;

namespace FaissNet.Evaluation;

/// <summary>Measures <see cref="ScoreFidelity"/>: searches deeper for a few queries and scores what was found again, exactly.</summary>
internal sealed class FidelityMeter(RetrievalDataSet dataSet, float[] queries)
{
    private const int MostQueries = 200;
    private const int Depth = 100;
    private const int Seed = 4321;

    private readonly int[] _rows = Rows((int)dataSet.Queries.Count);

    public ScoreFidelity Measure(IRetriever retriever, EvaluationOptions options)
    {
        int dimension = dataSet.Dimension, depth = (int)Math.Min(Depth, dataSet.Base.Count);
        var block = new float[_rows.Length * dimension];
        for (int i = 0; i < _rows.Length; i++)
            queries.AsSpan(_rows[i] * dimension, dimension).CopyTo(block.AsSpan(i * dimension));
        var scores = new float[_rows.Length * depth];
        var ids = new long[_rows.Length * depth];
        retriever.Search(block, depth, scores, ids, options.MaxDegreeOfParallelism, options.CancellationToken);
        double correlations = 0;
        int ranked = 0;
        var errors = new List<float>(ids.Length);
        for (int i = 0; i < _rows.Length; i++)
        {
            int found = ids.AsSpan(i * depth, depth).IndexOf(-1) is >= 0 and var missing ? missing : depth;
            ReadOnlySpan<float> returned = scores.AsSpan(i * depth, found);
            float[] exact = Exact(block.AsSpan(i * dimension, dimension), ids.AsSpan(i * depth, found));
            double correlation = RankCorrelation.Spearman(BestLargest(returned), Signed(exact));
            if (!double.IsNaN(correlation))
            {
                correlations += correlation;
                ranked++;
            }
            for (int j = 0; j < found; j++)
                errors.Add(returned[j] - exact[j]);
        }
        return new ScoreFidelity
        {
            RankCorrelation = ranked == 0 ? double.NaN : correlations / ranked,
            Error = retriever.ReturnsMetricScores && errors.Count > 0 ? Distribution(errors) : null,
        };
    }

    private static int[] Rows(int count)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        new Random(Seed).Shuffle(rows);
        return rows[..Math.Min(count, MostQueries)];
    }

    private static ScoreError Distribution(List<float> errors)
    {
        errors.Sort();
        return new ScoreError(At(0.05), At(0.5), At(0.95));

        double At(double quantile) => errors[(int)(quantile * (errors.Count - 1))];
    }

    /// <summary>Results come best first, whichever way their scores go.</summary>
    private static float[] BestLargest(ReadOnlySpan<float> returned)
    {
        float[] values = returned.ToArray();
        if (values.Length > 0 && values[0] < values[^1])
            TensorPrimitives.Negate(values, values);
        return values;
    }

    private float[] Signed(float[] exact) => dataSet.Metric == Metric.L2 ? Array.ConvertAll(exact, x => -x) : exact;

    private float[] Exact(ReadOnlySpan<float> query, ReadOnlySpan<long> ids)
    {
        var exact = new float[ids.Length];
        var row = new float[dataSet.Dimension];
        for (int i = 0; i < ids.Length; i++)
        {
            dataSet.Base.ReadRows(ids[i], 1, row);
            if (dataSet.Metric == Metric.L2)
            {
                TensorPrimitives.Subtract(row, query, row);
                exact[i] = TensorPrimitives.SumOfSquares<float>(row);
            }
            else
            {
                exact[i] = TensorPrimitives.Dot(row, query);
            }
        }
        return exact;
    }
}
