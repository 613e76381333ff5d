using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>The matrix, for those who need all of it: range search, tables, tests.</summary>
internal static unsafe partial class DistanceTile
{
    [SkipLocalsInit]
    internal static void Distances<TOrder>(float* x, long n, long xStride, PackedPanel y, float* matrix, long stride)
        where TOrder : struct, ITopKOrder<float>
    {
        float* scratch = stackalloc float[MaxRowBlock + TileLength];
        if (y.Tier == SimdTier.Vector512)
            DistancesBody<Lanes512, Vector512<float>, TOrder>(x, n, xStride, y, matrix, stride, scratch);
        else if (y.Tier == SimdTier.Vector256)
            DistancesBody<Lanes256, Vector256<float>, TOrder>(x, n, xStride, y, matrix, stride, scratch);
        else if (y.Tier == SimdTier.Vector128)
            DistancesBody<Lanes128, Vector128<float>, TOrder>(x, n, xStride, y, matrix, stride, scratch);
        else
            DistancesBody<ScalarLanes, float, TOrder>(x, n, xStride, y, matrix, stride, scratch);
    }

    private static void DistancesBody<TLanes, TVector, TOrder>(
        float* x, long n, long xStride, PackedPanel y, float* matrix, long stride, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<float>
    {
        var sink = new MatrixSink<TLanes, TVector, TOrder>(x, xStride, y, matrix, stride, scratch);
        Run<TLanes, TVector, MatrixSink<TLanes, TVector, TOrder>>(x, n, xStride, y, y.Norms, ref sink);
    }

    internal struct MatrixSink<TLanes, TVector, TOrder> : ITileSink<TLanes, TVector>
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<float>
    {
        private readonly float* _x;
        private readonly long _xStride;
        private readonly int _dimension;
        private readonly long _columns;
        private readonly float* _yNorms;
        private readonly float* _matrix;
        private readonly long _stride;
        private readonly float* _xNorms;
        private readonly float* _tile;
        private readonly int _width;
        private long _firstRow;

        public MatrixSink(float* x, long xStride, PackedPanel y, float* matrix, long stride, float* scratch)
        {
            _x = x;
            _xStride = xStride;
            _dimension = y.Dimension;
            _columns = y.Count;
            _yNorms = y.Norms;
            _matrix = matrix;
            _stride = stride;
            _xNorms = scratch;
            _tile = scratch + MaxRowBlock;
            _width = y.Width;
        }

        /// <inheritdoc/>
        public static bool StartsAtBias => false;

        private static bool IsL2 => typeof(TOrder) == typeof(SmallestFirst);

        /// <inheritdoc/>
        public void Begin(long firstRow, int count)
        {
            _firstRow = firstRow;
            for (int r = 0; IsL2 && r < count; r++)
                _xNorms[r] = VectorDistance.SquaredNorm(_x + ((firstRow + r) * _xStride), _dimension);
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
        public readonly void Flush(long firstRow, int count, long column)
        {
            int length = (int)Math.Min(_width, _columns - column);
            for (int place = 0; place < count; place++)
            {
                float* products = _tile + (place * _width);
                float* target = _matrix + ((firstRow + place) * _stride) + column;
                TVector norm = TLanes.Broadcast(IsL2 ? _xNorms[firstRow - _firstRow + place] : 0);
                for (int i = 0; i < _width; i += TLanes.Width)
                {
                    TVector value = TLanes.Load(products + i);
                    if (IsL2)
                    {
                        TVector norms = TLanes.Add(norm, TLanes.Load(_yNorms + column + i));
                        value = TLanes.ClampNegative(TLanes.MultiplyAdd(TLanes.Broadcast(-2), value, norms));
                    }

                    // The last block may be wider than the matrix.
                    TLanes.Store(value, i + TLanes.Width <= length ? target + i : products + i);
                }

                int whole = length / TLanes.Width * TLanes.Width;
                for (int i = whole; i < length; i++)
                    target[i] = products[i];
            }
        }

        /// <inheritdoc/>
        public readonly void End()
        {
        }
    }
}
