using System.Numerics.Tensors;
using FaissNet.Kernels;
using FaissNet.LinearAlgebra;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class QueryAwareTransform
{
    private static readonly float[] s_powers = [0.125f, 0.25f, 0.375f, 0.5f];
    private static readonly float[] s_shrinkages = [0.03f, 0.3f];

    private const float UsualShrinkage = 0.1f;
    private const int ShuffleSeed = 78;

    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        IReadOnlyList<QuerySample> samples = RequireQueries(options);
        if (vectors.IsEmpty)
            throw new ArgumentException("There are no vectors to try codes on.", nameof(vectors));
        BuildOptions quiet = options with { Queries = [], Progress = null };
        using var queries = new AlignedBuffer<float>(samples.Sum(sample => (long)sample.Vectors.Length));
        Rows<float> all = queries.AsRows(InputDimension);
        Shuffle(samples, all);
        (float power, float shrinkage) = Choose(vectors, all, quiet);
        (LinearTransform stored, LinearTransform forQueries) = new SecondMoment(all, quiet).Matrices(power, shrinkage, quiet);
        options.CancellationToken.ThrowIfCancellationRequested();
        _stored = stored;
        _queries = forQueries;
        Power = power;
        Shrinkage = shrinkage;
    }

    /// <summary>All queries in random order, so that any part of them is a sample of all, whatever order they came in.</summary>
    private static void Shuffle(IReadOnlyList<QuerySample> samples, Rows<float> target)
    {
        int[] order = [.. Enumerable.Range(0, checked((int)target.Count))];
        new Random(ShuffleSeed).Shuffle(order);
        int next = 0;
        foreach (QuerySample sample in samples)
        {
            for (int start = 0; start < sample.Vectors.Length; start += target.Width)
                sample.Vectors.Span.Slice(start, target.Width).CopyTo(target[order[next++]]);
        }
    }

    /// <summary>First the power, then whether it likes more or less shrinkage; off where nothing finds clearly more.</summary>
    private (float Power, float Shrinkage) Choose(Rows<float> vectors, Rows<float> queries, BuildOptions options)
    {
        using var trial = new QueryAwareTrial(vectors, queries, CodeBytes ?? Math.Max(1, InputDimension / 16), options);
        if (!trial.IsPossible)
            return (0, UsualShrinkage);
        var moment = new SecondMoment(trial.Learning, options);
        int[] off = Hits(0, UsualShrinkage);
        (float Power, float Shrinkage) best = (0, UsualShrinkage);
        int most = off.Sum();
        foreach (float power in s_powers)
            Try(power, UsualShrinkage);
        if (best.Power > 0)
        {
            float power = best.Power;
            foreach (float shrinkage in s_shrinkages)
                Try(power, shrinkage);
        }
        return best;

        int[] Hits(float power, float shrinkage)
        {
            (LinearTransform stored, LinearTransform forQueries) = moment.Matrices(power, shrinkage, options);
            return trial.Hits(stored, forQueries);
        }

        void Try(float power, float shrinkage)
        {
            int[] hits = Hits(power, shrinkage);
            int sum = hits.Sum();
            if (sum <= most || !IsClearlyMore(hits, off))
                return;
            most = sum;
            best = (power, shrinkage);
        }
    }

    /// <summary>Whether what was found for the same queries grew by more than two of its standard errors, beyond what chance lets one of several powers seem better.</summary>
    private static bool IsClearlyMore(int[] hits, int[] before)
    {
        double[] gains = [.. hits.Zip(before, (now, then) => (double)(now - then))];
        double mean = gains.Average();
        double variance = gains.Sum(gain => (gain - mean) * (gain - mean)) / Math.Max(1, gains.Length - 1);
        return mean > 2 * Math.Sqrt(variance / gains.Length);
    }

    /// <summary>The second moment of queries, decomposed once for all powers.</summary>
    private sealed class SecondMoment
    {
        private readonly int _dimension;
        private readonly double[] _values;
        private readonly float[] _vectors;

        public SecondMoment(Rows<float> queries, BuildOptions options)
        {
            _dimension = queries.Width;
            var moment = new DenseMatrix(_dimension, _dimension);
            CrossProduct.Compute(queries, queries, moment.Values, options);
            TensorPrimitives.Divide(moment.Values, queries.Count, moment.Values);
            SymmetricEigen eigen = SymmetricEigen.Decompose(moment, options);
            // Rounding leaves directions without any query a little below zero.
            _values = Array.ConvertAll(eigen.Values, value => Math.Max(value, 0));
            _vectors = Array.ConvertAll(eigen.Vectors.Values, value => (float)value);
        }

        /// <summary>S^p and S^−p; both the identity where no query has any length.</summary>
        public (LinearTransform Stored, LinearTransform ForQueries) Matrices(float power, float shrinkage, BuildOptions options)
        {
            double mean = _values.Average();
            double[] shrunk = Array.ConvertAll(_values, value => mean == 0 ? 1 : ((1 - shrinkage) * value + shrinkage * mean) / mean);
            return (Of(shrunk, power, options), Of(shrunk, -power, options));
        }

        /// <summary>Σ λᵖ·v·vᵀ over the eigenvectors, which are rows.</summary>
        private unsafe LinearTransform Of(double[] values, double power, BuildOptions options)
        {
            var scaled = new float[_vectors.Length];
            for (int i = 0; i < _dimension; i++)
            {
                TensorPrimitives.Multiply(
                    _vectors.AsSpan(i * _dimension, _dimension), (float)Math.Pow(values[i], power), scaled.AsSpan(i * _dimension, _dimension));
            }
            var sums = new double[_vectors.Length];
            fixed (float* left = scaled)
            fixed (float* right = _vectors)
            {
                CrossProduct.Compute(
                    new Rows<float>(left, _dimension, _dimension), new Rows<float>(right, _dimension, _dimension), sums, options);
            }
            return new LinearTransform(_dimension, _dimension, Array.ConvertAll(sums, sum => (float)sum));
        }
    }
}
