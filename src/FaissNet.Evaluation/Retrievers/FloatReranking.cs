using System.Buffers;
using System.Numerics.Tensors;

namespace FaissNet.Evaluation;

/// <summary>Ranks the candidates of a coarse search anew by their float vectors.</summary>
internal static class FloatReranking
{
    public static void Run(
        FlatIndex vectors, ReadOnlySpan<float> queries, SearchResult<int> candidates, int k, Span<float> distances, Span<long> ids, SearchOptions options)
    {
        // Lambdas cannot hold spans; the copy is small beside the search.
        float[] queryCopy = queries.ToArray();
        var best = new Candidate[ids.Length];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism <= 0 ? -1 : options.MaxDegreeOfParallelism,
            CancellationToken = options.CancellationToken,
        };
        Parallel.For(0, candidates.QueryCount, parallel, query =>
        {
            ReadOnlySpan<float> vector = queryCopy.AsSpan(query * vectors.Dimension, vectors.Dimension);
            RankOne(vectors, vector, candidates.IdsOf(query), best.AsSpan(query * k, k));
        });
        float sign = vectors.Metric == Metric.InnerProduct ? -1 : 1;
        for (int i = 0; i < best.Length; i++)
            (distances[i], ids[i]) = (sign * best[i].Cost, best[i].Id);
    }

    private static void RankOne(FlatIndex vectors, ReadOnlySpan<float> query, ReadOnlySpan<long> candidates, Span<Candidate> best)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent(vectors.Dimension);
        Candidate[] ranked = ArrayPool<Candidate>.Shared.Rent(candidates.Length);
        try
        {
            Span<float> vector = buffer.AsSpan(0, vectors.Dimension);
            for (int i = 0; i < candidates.Length; i++)
            {
                // Missing candidates stay behind all others.
                ranked[i] = new Candidate(float.PositiveInfinity, -1);
                if (candidates[i] < 0)
                    continue;
                vectors.Reconstruct(candidates[i], vector);
                ranked[i] = new Candidate(Cost(vectors.Metric, query, vector), candidates[i]);
            }
            ranked.AsSpan(0, candidates.Length).Sort();
            ranked.AsSpan(0, best.Length).CopyTo(best);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
            ArrayPool<Candidate>.Shared.Return(ranked);
        }
    }

    private static float Cost(Metric metric, ReadOnlySpan<float> query, ReadOnlySpan<float> vector)
    {
        if (metric == Metric.InnerProduct)
            return -TensorPrimitives.Dot(query, vector);
        float distance = TensorPrimitives.Distance(query, vector);
        return distance * distance;
    }

    private readonly record struct Candidate(float Cost, long Id) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other)
        {
            int byCost = Cost.CompareTo(other.Cost);
            return byCost != 0 ? byCost : Id.CompareTo(other.Id);
        }
    }
}
