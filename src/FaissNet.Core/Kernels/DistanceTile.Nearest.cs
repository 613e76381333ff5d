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
            var none = BestColumns<TLanes, TVector>.None;
            for (int r = 0; r < count; r++)
                none.Store(_best + (2 * r * TLanes.Width));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Accept2(long firstRow, int place, long column, TVector v0, TVector v1)
        {
            int width = TLanes.Width;
            float* state = _best + (2 * (firstRow - _firstRow + place) * width);
            var best = BestColumns<TLanes, TVector>.Load(state);
            TVector indices = TLanes.Indices((int)column);
            best.Improve(v0, indices);
            best.Improve(v1, TLanes.AddToIndices(indices, width));
            best.Store(state);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Accept4(long firstRow, int place, long column, TVector v0, TVector v1, TVector v2, TVector v3)
        {
            int width = TLanes.Width;
            float* state = _best + (2 * (firstRow - _firstRow + place) * width);
            var best = BestColumns<TLanes, TVector>.Load(state);
            TVector indices = TLanes.Indices((int)column);
            best.Improve(v0, indices);
            best.Improve(v1, TLanes.AddToIndices(indices, width));
            best.Improve(v2, TLanes.AddToIndices(indices, 2 * width));
            best.Improve(v3, TLanes.AddToIndices(indices, 3 * width));
            best.Store(state);
        }

        /// <inheritdoc/>
        public readonly void Flush(long firstRow, int count, long column)
        {
        }

        /// <inheritdoc/>
        public readonly void End()
        {
            for (int r = 0; r < _count; r++)
            {
                var best = BestColumns<TLanes, TVector>.Load(_best + (2 * r * TLanes.Width));
                Write(_firstRow + r, best.LargestSum, best.FirstOfLargest);
            }
        }

        private readonly void Write(long row, float sum, int id)
        {
            _ids[row] = id;
            if (_distances != null)
                _distances[row] = id < 0 ? Missing : Distance(row, sum);
        }

        private readonly float Missing => _metric == Metric.L2 ? float.MaxValue : -float.MaxValue;

        private readonly float Distance(long row, float sum)
        {
            if (_metric != Metric.L2)
                return sum;
            float* x = _x + (row * _stride);
            return Math.Max(0, VectorDistance.SquaredNorm(x, _dimension) - (2 * sum));
        }
    }

    /// <summary>The largest sum that each lane has seen, and the column it was in.</summary>
    internal struct BestColumns<TLanes, TVector>(TVector sums, TVector columns)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        private TVector _sums = sums;
        private TVector _columns = columns;

        public static BestColumns<TLanes, TVector> None
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => new(TLanes.Broadcast(float.NegativeInfinity), TLanes.Broadcast(BitConverter.Int32BitsToSingle(-1)));
        }

        /// <summary>Never NaN.</summary>
        public readonly float LargestSum
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TLanes.MaxLane(_sums);
        }

        /// <summary>The lowest column whose sum is the largest, or −1.</summary>
        public readonly int FirstOfLargest
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TLanes.MinIndex(TLanes.Equal(_sums, TLanes.Broadcast(TLanes.MaxLane(_sums))), _columns);
        }

        /// <summary>Reads what <see cref="Store"/> has written.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static BestColumns<TLanes, TVector> Load(float* source) => new(TLanes.Load(source), TLanes.Load(source + TLanes.Width));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(float* destination)
        {
            TLanes.Store(_sums, destination);
            TLanes.Store(_columns, destination + TLanes.Width);
        }

        /// <summary>Strictly greater sums enter, so that of equal ones the first stays; a NaN is never greater.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Improve(TVector sums, TVector columns)
        {
            _columns = TLanes.Select(TLanes.GreaterThan(sums, _sums), columns, _columns);
            _sums = TLanes.Larger(sums, _sums);
        }
    }
}
