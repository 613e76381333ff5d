using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// Top-k: a tile's scores are compared with the worst result of their row while in registers; only where one is better does
/// anything scalar happen.
/// </summary>
internal static unsafe partial class DistanceTile
{
    [SkipLocalsInit]
    internal static void TopK<TOrder>(float* x, long n, PackedPanel y, in IdSource ids, in TopKRows heaps)
        where TOrder : struct, ITopKOrder<float>
    {
        float* scratch = stackalloc float[MaxRowBlock];
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
        private readonly long _columns;
        private readonly float* _yNorms;
        private readonly IdSource _source;
        private readonly TopKRows _heaps;
        private readonly float* _xNorms;
        private long _firstRow;

        public TopKSink(float* x, PackedPanel y, in IdSource source, in TopKRows heaps, float* scratch)
        {
            _x = x;
            _dimension = y.Dimension;
            _columns = y.Count;
            _yNorms = y.Norms;
            _source = source;
            _heaps = heaps;
            _xNorms = scratch;
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
        public void Accept2(long row, long column, TVector v0, TVector v1)
        {
            int width = TLanes.Width;
            TVector offset = TLanes.Broadcast(_xNorms[row - _firstRow]);
            TVector worst = TLanes.Broadcast(_heaps.Scores[Slot(row) * _heaps.K]);
            TVector s0 = Score(v0, offset, column);
            TVector s1 = Score(v1, offset, column + width);
            if (!TLanes.Any(TLanes.Or(Better(s0, worst), Better(s1, worst))))
                return;
            Push(row, column, s0);
            Push(row, column + width, s1);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Accept4(long row, long column, TVector v0, TVector v1, TVector v2, TVector v3)
        {
            int width = TLanes.Width;
            TVector offset = TLanes.Broadcast(_xNorms[row - _firstRow]);
            TVector worst = TLanes.Broadcast(_heaps.Scores[Slot(row) * _heaps.K]);
            TVector s0 = Score(v0, offset, column);
            TVector s1 = Score(v1, offset, column + width);
            TVector s2 = Score(v2, offset, column + (2 * width));
            TVector s3 = Score(v3, offset, column + (3 * width));
            TVector low = TLanes.Or(Better(s0, worst), Better(s1, worst));
            TVector high = TLanes.Or(Better(s2, worst), Better(s3, worst));
            if (!TLanes.Any(TLanes.Or(low, high)))
                return;
            Push(row, column, s0);
            Push(row, column + width, s1);
            Push(row, column + (2 * width), s2);
            Push(row, column + (3 * width), s3);
        }

        /// <inheritdoc/>
        public readonly void End()
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly long Slot(long row) => _heaps.Slots == null ? row : _heaps.Slots[row];

        /// <summary>The score before clamping: clamping changes nothing about being better than a distance that is above zero.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TVector Score(TVector product, TVector offset, long column) => IsL2
            ? TLanes.MultiplyAdd(TLanes.Broadcast(-2), product, TLanes.Add(offset, TLanes.Load(_yNorms + column)))
            : TLanes.Add(product, offset);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVector Better(TVector score, TVector worst) =>
            IsL2 ? TLanes.GreaterThan(worst, score) : TLanes.GreaterThan(score, worst);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private readonly void Push(long row, long column, TVector score)
        {
            float* values = stackalloc float[16];
            TLanes.Store(IsL2 ? TLanes.ClampNegative(score) : score, values);
            float* heapScores = _heaps.Scores + (Slot(row) * _heaps.K);
            long* heapIds = _heaps.Ids + (Slot(row) * _heaps.K);
            TVector worst = TLanes.Broadcast(heapScores[0]);
            uint better = IsL2 ? TLanes.GreaterThanBits(worst, score) : TLanes.GreaterThanBits(score, worst);
            for (; better != 0; better &= better - 1)
            {
                int lane = BitOperations.TrailingZeroCount(better);
                if (column + lane >= _columns)
                    return;
                if (TOrder.IsBetter(values[lane], heapScores[0]) && _source.TryGet(column + lane, out long id))
                    TopKHeap.ReplaceTop<TOrder, float>(heapScores, heapIds, _heaps.K, values[lane], id);
            }
        }
    }
}
