using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>
/// Nearest: sums start at −‖y‖²/2 for L2, so the largest sum is the nearest vector and ‖x‖² − 2·sum its distance. Each row keeps a vector
/// of the best sum per lane and a vector of where it was; they meet only when the row is done.
/// </summary>
internal static unsafe partial class DistanceTile
{
    internal static void NearestBody<TLanes, TVector>(
        float* x, long n, long stride, PackedPanel y, Metric metric, int* ids, float* distances, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var sink = new NearestSink<TLanes, TVector>(x, stride, y.Dimension, metric, ids, distances, scratch);
        float* bias = metric == Metric.L2 ? y.NegativeHalfNorms : y.ZeroOrExcluded;
        Run<TLanes, TVector, NearestSink<TLanes, TVector>>(x, n, stride, y, bias, ref sink);
    }

    internal struct NearestSink<TLanes, TVector> : ITileSink<TLanes, TVector>
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        private readonly float* _x;
        private readonly long _stride;
        private readonly int _dimension;
        private readonly Metric _metric;
        private readonly int* _ids;
        private readonly float* _distances;
        private readonly float* _best;
        private long _firstRow;
        private int _count;

        public NearestSink(float* x, long stride, int dimension, Metric metric, int* ids, float* distances, float* scratch)
        {
            _x = x;
            _stride = stride;
            _dimension = dimension;
            _metric = metric;
            _ids = ids;
            _distances = distances;
            _best = scratch;
        }

        /// <inheritdoc/>
        public static bool StartsAtBias => true;

        /// <inheritdoc/>
        public void Begin(long firstRow, int count)
        {
            _firstRow = firstRow;
            _count = count;
            int width = TLanes.Width;
            TVector none = TLanes.Broadcast(float.NegativeInfinity);
            TVector nowhere = TLanes.Broadcast(BitConverter.Int32BitsToSingle(-1));
            for (int r = 0; r < count; r++)
            {
                TLanes.Store(none, _best + (2 * r * width));
                TLanes.Store(nowhere, _best + (((2 * r) + 1) * width));
            }
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Accept2(long firstRow, int place, long column, TVector v0, TVector v1)
        {
            int width = TLanes.Width;
            float* state = _best + (2 * (firstRow - _firstRow + place) * width);
            TVector best = TLanes.Load(state);
            TVector where = TLanes.Load(state + width);
            Improve(v0, TLanes.Indices((int)column), ref best, ref where);
            Improve(v1, TLanes.Indices((int)column + width), ref best, ref where);
            TLanes.Store(best, state);
            TLanes.Store(where, state + width);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Accept4(long firstRow, int place, long column, TVector v0, TVector v1, TVector v2, TVector v3)
        {
            int width = TLanes.Width;
            float* state = _best + (2 * (firstRow - _firstRow + place) * width);
            TVector best = TLanes.Load(state);
            TVector where = TLanes.Load(state + width);
            TVector indices = TLanes.Indices((int)column);
            Improve(v0, indices, ref best, ref where);
            Improve(v1, TLanes.AddToIndices(indices, width), ref best, ref where);
            Improve(v2, TLanes.AddToIndices(indices, 2 * width), ref best, ref where);
            Improve(v3, TLanes.AddToIndices(indices, 3 * width), ref best, ref where);
            TLanes.Store(best, state);
            TLanes.Store(where, state + width);
        }

        /// <inheritdoc/>
        public readonly void Flush(long firstRow, int count, long column)
        {
        }

        /// <inheritdoc/>
        public readonly void End()
        {
            int width = TLanes.Width;
            for (int r = 0; r < _count; r++)
            {
                TVector best = TLanes.Load(_best + (2 * r * width));
                float sum = TLanes.MaxLane(best);
                int id = TLanes.MinIndex(TLanes.Equal(best, TLanes.Broadcast(sum)), TLanes.Load(_best + (((2 * r) + 1) * width)));
                long row = _firstRow + r;
                _ids[row] = id;
                if (_distances != null)
                    _distances[row] = id < 0 ? Missing : Distance(row, sum);
            }
        }

        private readonly float Missing => _metric == Metric.L2 ? float.MaxValue : -float.MaxValue;

        private readonly float Distance(long row, float sum)
        {
            if (_metric != Metric.L2)
                return sum;
            float* x = _x + (row * _stride);
            return Math.Max(0, VectorDistance.SquaredNorm(x, _dimension) - (2 * sum));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Improve(TVector sums, TVector indices, ref TVector best, ref TVector where)
        {
            // Strictly greater, so that of equal sums the first stays; a NaN is never greater.
            TVector better = TLanes.GreaterThan(sums, best);
            best = TLanes.Select(better, sums, best);
            where = TLanes.Select(better, indices, where);
        }
    }
}
