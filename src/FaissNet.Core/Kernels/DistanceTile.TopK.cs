using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// Top-k: a tile's scores are compared with the worst result of their row while in the first-level cache; only where one is better
/// does anything scalar happen.
/// </summary>
internal static unsafe partial class DistanceTile
{
    [SkipLocalsInit]
    internal static void TopK<TOrder>(float* x, long n, PackedPanel y, in IdSource ids, in TopKRows heaps)
        where TOrder : struct, ITopKOrder<float>
    {
        float* scratch = stackalloc float[MaxRowBlock + TileLength];
        if (y.Tier == SimdTier.Vector512)
            TopKBody<Lanes512, Vector512<float>, TOrder>(x, n, y, ids, heaps, scratch);
        else if (y.Tier == SimdTier.Vector256)
            TopKBody<Lanes256, Vector256<float>, TOrder>(x, n, y, ids, heaps, scratch);
        else if (y.Tier == SimdTier.Vector128)
            TopKBody<Lanes128, Vector128<float>, TOrder>(x, n, y, ids, heaps, scratch);
        else
            TopKBody<ScalarLanes, float, TOrder>(x, n, y, ids, heaps, scratch);
    }

    private static void TopKBody<TLanes, TVector, TOrder>(
        float* x, long n, PackedPanel y, in IdSource ids, in TopKRows heaps, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<float>
    {
        var sink = new TopKSink<TLanes, TVector, TOrder>(x, y, ids, heaps, scratch);
        Run<TLanes, TVector, TopKSink<TLanes, TVector, TOrder>>(x, n, y.Dimension, y, y.Norms, ref sink);
    }

    internal struct TopKSink<TLanes, TVector, TOrder> : ITileSink<TLanes, TVector>
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<float>
    {
        private readonly float* _x;
        private readonly int _dimension;
        private readonly int _width;
        private readonly long _columns;
        private readonly float* _yNorms;
        private readonly IdSource _source;
        private readonly TopKRows _heaps;
        private readonly float* _xNorms;
        private readonly float* _tile;
        private long _firstRow;

        public TopKSink(float* x, PackedPanel y, in IdSource source, in TopKRows heaps, float* scratch)
        {
            _x = x;
            _dimension = y.Dimension;
            _width = y.Width;
            _columns = y.Count;
            _yNorms = y.Norms;
            _source = source;
            _heaps = heaps;
            _xNorms = scratch;
            _tile = scratch + MaxRowBlock;
        }

        /// <inheritdoc/>
        public static bool StartsAtBias => false;

        private static bool IsL2 => typeof(TOrder) == typeof(SmallestFirst);

        /// <inheritdoc/>
        public void Begin(long firstRow, int count)
        {
            _firstRow = firstRow;
            if (IsL2)
            {
                VectorDistance.SquaredNorms(_x + (firstRow * _dimension), count, _dimension, _xNorms);
                return;
            }

            for (int r = 0; r < count; r++)
                _xNorms[r] = _heaps.Bias == null ? 0 : _heaps.Bias[firstRow + r];
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Accept2(long firstRow, int place, long column, TVector v0, TVector v1)
        {
            float* target = _tile + (place * 2 * TLanes.Width);
            TLanes.Store(v0, target);
            TLanes.Store(v1, target + TLanes.Width);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Accept4(long firstRow, int place, long column, TVector v0, TVector v1, TVector v2, TVector v3)
        {
            float* target = _tile + (place * 4 * TLanes.Width);
            TLanes.Store(v0, target);
            TLanes.Store(v1, target + TLanes.Width);
            TLanes.Store(v2, target + (2 * TLanes.Width));
            TLanes.Store(v3, target + (3 * TLanes.Width));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Flush(long firstRow, int count, long column)
        {
            for (int place = 0; place < count; place++)
            {
                float* scores = _tile + (place * _width);
                TVector offset = TLanes.Broadcast(_xNorms[firstRow - _firstRow + place]);
                TVector worst = TLanes.Broadcast(_heaps.Scores[Slot(firstRow + place) * _heaps.K]);
                TVector better = TLanes.Zero;
                for (int i = 0; i < _width; i += TLanes.Width)
                {
                    TVector score = Score(TLanes.Load(scores + i), offset, column + i);
                    TLanes.Store(score, scores + i);
                    better = TLanes.Or(better, IsL2 ? TLanes.GreaterThan(worst, score) : TLanes.GreaterThan(score, worst));
                }

                if (TLanes.Any(better))
                    Push(firstRow + place, scores, column);
            }
        }

        /// <inheritdoc/>
        public readonly void End()
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly long Slot(long row) => _heaps.Slots == null ? row : _heaps.Slots[row];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TVector Score(TVector product, TVector offset, long column)
        {
            if (!IsL2)
                return TLanes.Add(product, offset);
            TVector norms = TLanes.Add(offset, TLanes.Load(_yNorms + column));
            return TLanes.ClampNegative(TLanes.MultiplyAdd(TLanes.Broadcast(-2), product, norms));
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private readonly void Push(long row, float* scores, long column)
        {
            long slot = Slot(row);
            int length = (int)Math.Min(_width, _columns - column);
            float* rowScores = _heaps.Scores + (slot * _heaps.K);
            long* rowIds = _heaps.Ids + (slot * _heaps.K);
            if (_heaps.Reservoir > 0)
                TopKReservoir.PushBlock<TLanes, TVector, TOrder>(rowScores, rowIds, _heaps.Reservoir, scores, length, _source.Skip(column));
            else
                TopKHeap.PushBlockBody<TLanes, TVector, TOrder>(rowScores, rowIds, _heaps.K, scores, length, _source.Skip(column));
        }
    }
}
